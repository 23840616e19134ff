import { expect, test } from 'vitest';
import { found } from '../testing/a-widget.ts';
import { fileEncodingCheck } from './encoding.ts';

const good = { utf8: true, bom: false, crlfLine: undefined, longestLine: { line: 1, characters: 9 } };
const script = (text: Partial<typeof good> | { crlfLine: number }) =>
  found(fileEncodingCheck, { files: { 'script.js': { text: { ...good, ...text } } } });

test('widget files in UTF-8 without a byte order mark and with LF line ends pass the encoding check', () => {
  expect(script({})).toEqual([]);
});

test('other encodings, a byte order mark and other line ends in widget files are reported with their line', () => {
  expect(script({ utf8: false })).toEqual([['script.js', '', 'unreadable', 'UTF-8', '', '', '']]);
  expect(script({ bom: true })).toEqual([['script.js', '', 'differs', 'UTF-8', 'UTF-8 BOM', '', '1']]);
  expect(script({ crlfLine: 7 })).toEqual([['script.js', '', 'differs', 'LF', 'CRLF', '', '7']]);
});
