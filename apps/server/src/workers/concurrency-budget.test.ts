import { expect, test } from 'vitest';
import { openConcurrencyBudget } from './concurrency-budget.ts';

test('at most four hook requests to one host run at a time', () => {
  const budget = openConcurrencyBudget();
  for (let n = 0; n < 4; n++) budget.enter('a.test');
  expect(budget.free()).toEqual({ limit: 508, perHost: 4, room: [{ host: 'a.test', free: 0 }] });
  expect(budget.leave('a.test', false)).toBe(true);
  expect(budget.free().room).toEqual([{ host: 'a.test', free: 1 }]);
  expect(budget.leave('a.test', false)).toBe(false);
});

test('the end of each request to a host with more waiting is reported, also when several end before the next claim', () => {
  const budget = openConcurrencyBudget();
  const claim = (count: number) => {
    const hosts = Array.from({ length: count }, () => 'a.test');
    budget.claimed(budget.free(), hosts);
    for (const host of hosts) budget.enter(host);
  };
  claim(4);
  expect([1, 2, 3].map(() => budget.leave('a.test', false))).toEqual([true, true, true]);
  claim(1);
  expect(budget.leave('a.test', false)).toBe(false);
  claim(3);
  const might = budget.free();
  budget.leave('a.test', false);
  budget.claimed(might, ['a.test']);
  budget.enter('a.test');
  expect([1, 2, 3, 4].map(() => budget.leave('a.test', false))).toEqual([true, true, true, true]);
  claim(0);
  claim(1);
  expect(budget.leave('a.test', false)).toBe(false);
});

test('a host that did not answer in time gets one request at a time until it answers', () => {
  const budget = openConcurrencyBudget();
  budget.enter('a.test');
  budget.leave('a.test', true);
  expect(budget.free().room).toEqual([{ host: 'a.test', free: 1 }]);
  budget.enter('a.test');
  expect(budget.free().room).toEqual([{ host: 'a.test', free: 0 }]);
  budget.leave('a.test', false);
  expect(budget.free()).toEqual({ limit: 512, perHost: 4, room: [] });
});

test('hosts that do not answer in time take at most half of the capacity, however many they are', () => {
  const budget = openConcurrencyBudget();
  const hosts = Array.from({ length: 300 }, (_none, n) => `slow${n}.test`);
  for (const host of hosts) {
    budget.enter(host);
    budget.leave(host, true);
  }
  for (const host of hosts.slice(0, 256)) budget.enter(host);
  const free = budget.free();
  expect(free.limit).toBe(256);
  expect(free.room.every((one) => one.free === 0)).toBe(true);
  expect(budget.leave('slow0.test', true)).toBe(true);
});
