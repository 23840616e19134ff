import { expect, test } from 'vitest';
import { randomText } from './random.ts';

test('random texts of one stock and the next never share bytes', () => {
  const texts = Array.from({ length: 2_000 }, () => randomText(16));
  expect(new Set(texts).size).toBe(2_000);
  const words = texts.flatMap((text) => Buffer.from(text, 'base64url').readBigUInt64BE(0));
  expect(new Set(words).size).toBe(2_000);
});

test.each([1, 16, 32, 4_096])('a random text has as many bytes as asked: %i', (bytes) => {
  expect(Buffer.from(randomText(bytes), 'base64url')).toHaveLength(bytes);
});

test('a stock that is used up is filled again before more is given out', () => {
  const drawn = Buffer.concat(Array.from({ length: 600 }, () => Buffer.from(randomText(32), 'base64url')));
  // About 75 of 19,200 random bytes are zero; a stock that was wiped and not filled again would give thousands.
  expect(drawn.filter((byte) => byte === 0).length).toBeLessThan(300);
});
