import { expect, test } from 'vitest';
import { clickLock } from './click-lock.ts';

test('a second press during a request does nothing; a press after the answer works', () => {
  const lock = clickLock(() => false);
  expect([lock.take(), lock.take(), lock.take()]).toEqual([true, false, false]);
  lock.release();
  expect([lock.take(), lock.take()]).toEqual([true, false]);
});

test('the second click of a double click does nothing, even if the first click was answered in between', () => {
  let clicks = 1;
  const lock = clickLock(() => clicks > 1);
  expect(lock.take()).toBe(true);
  lock.release();
  clicks = 2;
  expect(lock.take()).toBe(false);
  clicks = 1;
  expect(lock.take()).toBe(true);
});
