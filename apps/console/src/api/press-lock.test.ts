import { expect, test } from 'vitest';
import { pressLock } from './press-lock.ts';

test('a second press in the same moment does nothing, and one after the answer does', () => {
  const lock = pressLock(() => false);
  expect([lock.take(), lock.take(), lock.take()]).toEqual([true, false, false]);
  lock.release();
  expect([lock.take(), lock.take()]).toEqual([true, false]);
});

test('the second click of a double click does nothing, also when the first was answered in between', () => {
  let clicks = 1;
  const lock = pressLock(() => clicks > 1);
  expect(lock.take()).toBe(true);
  lock.release();
  clicks = 2;
  expect(lock.take()).toBe(false);
  clicks = 1;
  expect(lock.take()).toBe(true);
});
