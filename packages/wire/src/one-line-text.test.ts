import { describe, expect, test } from 'vitest';
import { isBlank, isLine, lineProblem, nameProblem, shownLine } from './one-line-text.ts';

const refused: readonly (readonly [string, string])[] = [
  ['NUL', '\u0000'],
  ['an end of line', '\n'],
  ['a carriage return', '\r'],
  ['a tab', '\t'],
  ['escape', '\u001b'],
  ['delete', '\u007f'],
  ['a C1 control', '\u0085'],
  ['half a surrogate pair', '\ud800'],
  ['the other half', '\udc00'],
  ['a line separator', '\u2028'],
  ['a paragraph separator', '\u2029'],
  ['a left-to-right mark', '\u200e'],
  ['a right-to-left mark', '\u200f'],
  ['an Arabic letter mark', '\u061c'],
  ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e'].map((text) => ['an embedding', text] as const),
  ...['\u2066', '\u2067', '\u2068', '\u2069'].map((text) => ['an isolate', text] as const),
  ['a deprecated shaping character', '\u206a'],
  ['an annotation', '\ufff9'],
  ['a noncharacter', '\uffff'],
  ['a noncharacter of another plane', '\u{1fffe}'],
];

describe('characters that one line of text cannot have', () => {
  test.each(refused)('a line of text rejects %s: %j', (_what, character) => {
    expect(isLine(`a${character}b`)).toBe(false);
    expect(lineProblem(`a${character}b`, 10)).toBe('control_characters');
    expect(shownLine(`a${character}b`)).toBe('a\ufffdb');
  });
});

test.each([
  'Пристань',
  'Crème brûlée',
  '株式会社',
  'عربي',
  'עברית',
  'می‌خواهم',
  '👩‍👩‍👧',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'ПАО «Вымпел»',
  "O'Neil & <b>",
])('a line of text may contain %s, and is shown unchanged', (text) => {
  expect(isLine(text)).toBe(true);
  expect(nameProblem(text, 255)).toBeUndefined();
  expect(shownLine(text)).toBe(text);
});

test.each([
  '',
  ' ',
  '\u00a0',
  '\u200b',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u3164',
  '\uffa0',
  '\u115f\u1160',
  '\u2800',
  '\u034f',
  '\ufe0f',
  '\u180e',
  '\u{e0041}',
  '\u0301',
])('a name without visible characters is blank: %j', (text) => {
  expect(isBlank(text)).toBe(true);
  expect(nameProblem(text, 255)).toBe('required');
  expect(shownLine(text)).toBe(text === '' ? '' : '\ufffd');
});

test('the length of a line of text counts characters, not UTF-16 units', () => {
  expect(lineProblem('😀'.repeat(10), 10)).toBeUndefined();
  expect(lineProblem('😀'.repeat(11), 10)).toBe('too_long');
  expect(lineProblem('a'.repeat(11), 10)).toBe('too_long');
});
