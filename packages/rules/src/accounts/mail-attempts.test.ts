import { expect, test } from 'vitest';
import { isMailGivenUp } from './mail-attempts.ts';

test('a mail is given up before its sixteenth attempt', () => {
  expect([1, 15, 16, 17].map(isMailGivenUp)).toEqual([false, false, true, true]);
});
