import { expect, test } from 'vitest';
import { sizesOf, spaceAnswer, spaceNeeded } from './space.ts';

const gib = 2 ** 30;

test('refuses when less than two GiB would stay free, whatever the caller says', () => {
  for (const saidYes of [true, false])
    expect(spaceAnswer(10 * gib, 12 * gib - 1, { saidYes, canBeAsked: true })).toBe('too_little');
});

test('asks a person, and needs --yes where nobody can be asked', () => {
  expect(spaceAnswer(10 * gib, 12 * gib, { saidYes: false, canBeAsked: true })).toBe('ask');
  expect(spaceAnswer(10 * gib, 12 * gib, { saidYes: false, canBeAsked: false })).toBe('say_yes');
  expect(spaceAnswer(10 * gib, 12 * gib, { saidYes: true, canBeAsked: false })).toBe('go');
});

test('needs 1,000 bytes a family and 1.5 GiB a store', () => {
  expect(spaceNeeded([10_000, 1_000_000])).toBe(10_000_000 + 1_000_000_000 + 3 * gib);
});

test('sizes are sorted multiples of 1,000; four of them unless said', () => {
  expect(sizesOf([])).toEqual([10_000, 100_000, 1_000_000, 10_000_000]);
  expect(sizesOf(['1e5', '20000'])).toEqual([20_000, 100_000]);
  for (const bad of ['1e9', '1500', 'many', '-1000']) expect(sizesOf([bad])).toBeUndefined();
});
