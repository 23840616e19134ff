import { expect, test } from 'vitest';
import { isProse, proseProblem, shownProse } from './prose-text.ts';

test('text of several lines may contain tabs, line ends and paragraphs', () => {
  const text = 'Первая\tстрока\r\nвторая\nтретья\u2029и ещё';
  expect(isProse(text)).toBe(true);
  expect(shownProse(text)).toBe(text);
  expect(proseProblem(text, 100)).toBeUndefined();
});

test.each([
  '\u0000',
  '\u0008',
  '\u000b',
  '\u001b',
  '\u007f',
  '\u009f',
  '\ud800',
  '\udfff',
  '\u200e',
  '\u200f',
  '\u061c',
  '\u202e',
  '\u2069',
  '\u206f',
  '\ufffe',
])('text of several lines rejects %j, and shows it as U+FFFD', (character) => {
  expect(isProse(`a${character}b`)).toBe(false);
  expect(proseProblem(`a${character}b`, 10)).toBe('control_characters');
  expect(shownProse(`a${character}b`)).toBe('a\ufffdb');
});

test('the length of a text of several lines counts characters', () => {
  expect(proseProblem('😀'.repeat(3), 3)).toBeUndefined();
  expect(proseProblem('😀'.repeat(4), 3)).toBe('too_long');
});
