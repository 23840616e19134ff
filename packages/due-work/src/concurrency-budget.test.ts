import { expect, test } from 'vitest';
import { openConcurrencyBudget } from './concurrency-budget.ts';

test('at most four requests to one host run at a time', () => {
  const budget = openConcurrencyBudget({ total: 512, perHost: 4 });
  for (let n = 0; n < 4; n++) budget.enter('a.test');
  expect(budget.free()).toEqual({ limit: 508, perHost: 4, room: [{ host: 'a.test', free: 0 }] });
  expect(budget.leave('a.test', false)).toBe(true);
  expect(budget.free().room).toEqual([{ host: 'a.test', free: 1 }]);
  expect(budget.leave('a.test', false)).toBe(false);
});

test('each end of a request to a host with more waiting says so, also when several end before the next claim', () => {
  const budget = openConcurrencyBudget({ total: 512, perHost: 4 });
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

test('a host that hung gets one request at a time until it answers', () => {
  const budget = openConcurrencyBudget({ total: 512, perHost: 4 });
  budget.enter('a.test');
  budget.leave('a.test', true);
  expect(budget.free().room).toEqual([{ host: 'a.test', free: 1 }]);
  budget.enter('a.test');
  expect(budget.free().room).toEqual([{ host: 'a.test', free: 0 }]);
  budget.leave('a.test', false);
  expect(budget.free()).toEqual({ limit: 512, perHost: 4, room: [] });
});

test('hosts that hang take at most half of the capacity, however many they are', () => {
  const budget = openConcurrencyBudget({ total: 512, perHost: 4 });
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

test('after a claim that took all free capacity every end says that more may wait, whatever its host', () => {
  const budget = openConcurrencyBudget({ total: 4, perHost: 4 });
  const claim = (...hosts: string[]) => {
    budget.claimed(budget.free(), hosts);
    for (const host of hosts) budget.enter(host);
  };
  claim('a.test', 'b.test', 'c.test', 'd.test');
  expect(budget.leave('a.test', false)).toBe(true);
  const might = budget.free();
  expect(budget.leave('b.test', false)).toBe(true);
  budget.claimed(might, ['e.test']);
  budget.enter('e.test');
  expect(budget.leave('c.test', false)).toBe(true);
  claim();
  expect(budget.leave('d.test', false)).toBe(false);
});
