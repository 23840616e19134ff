import { expect, test } from 'vitest';
import { isLogoGivenUp } from './logo-attempts.ts';

test('a logo is given up after its sixth failed attempt', () => {
  expect([1, 5, 6, 7].map(isLogoGivenUp)).toEqual([false, false, true, true]);
});
