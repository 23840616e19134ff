import { expect, test } from 'vitest';
import { found } from '../testing/a-widget.ts';
import { readableCodeCheck } from './readable.ts';

const file = (path: string, characters: number) =>
  found(readableCodeCheck, {
    files: { [path]: { text: { utf8: true, bom: false, crlfLine: undefined, longestLine: { line: 3, characters } } } },
  });

test('widget code with a line of over 1000 characters is reported; other files may have long lines', () => {
  expect(file('script.js', 1000)).toEqual([]);
  expect(file('script.js', 1001)).toEqual([['script.js', '', 'too_long', '1000', '1001', '', '3']]);
  expect(file('css/style.css', 5000)).toHaveLength(1);
  expect(file('i18n/ru.json', 5000)).toEqual([]);
});
