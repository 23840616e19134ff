import { BusyError } from '@pristan/flows';
import type { PasswordRequester } from '@pristan/flows';
import { expect, test } from 'vitest';
import { networksOf, passwordQueue } from './password-queue.ts';

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** A password queue for tests whose work ends on demand; `began` lists the work that has started, in order. */
function aStand(limits = { running: 2, waiting: 50 }) {
  const run = passwordQueue(limits);
  const began: string[] = [];
  const ends: (() => void)[] = [];
  const refused: string[] = [];
  const ask = (name: string, asker: PasswordRequester): void => {
    run(asker, async () => {
      began.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    }).catch((error: unknown) => {
      expect(error).toBeInstanceOf(BusyError);
      refused.push(name);
    });
  };
  return {
    began,
    refused,
    stranger: (address: string, name = address) => ask(name, { kind: 'stranger', address }),
    known: (key: string, name = key) => ask(name, { kind: 'known', key }),
    /** Ends this many pieces of running work, one after the other. */
    async end(count: number): Promise<void> {
      for (let n = 0; n < count; n++) {
        ends.shift()?.();
        await settle();
      }
    },
  };
}

test('the password check of a known browser waits behind at most four strangers, however many there are', async () => {
  for (const others of [0, 1, 3, 4, 5, 9, 20]) {
    const stand = aStand();
    for (let n = 0; n < 80; n++) stand.stranger(`10.0.${n}.1`, `stranger ${n}`);
    await settle();
    for (let n = 0; n < others; n++) stand.known(`device ${n}`);
    stand.known('mine');
    await stand.end(100);
    const before = stand.began.slice(0, stand.began.indexOf('mine'));
    expect(before.filter((name) => name.startsWith('stranger')).length).toBeLessThanOrEqual(4);
  }
});

test('strangers get a turn in the password queue after four known people, so that none waits for good', async () => {
  const stand = aStand({ running: 1, waiting: 50 });
  stand.known('first');
  for (let n = 0; n < 12; n++) stand.known(`device ${n}`);
  stand.stranger('10.0.0.1', 'stranger');
  await stand.end(20);
  expect(stand.began.indexOf('stranger')).toBeGreaterThan(0);
  expect(stand.began.indexOf('stranger')).toBeLessThanOrEqual(4);
});

test('known people take turns in the password queue, however often one of them tries', async () => {
  const stand = aStand({ running: 1, waiting: 50 });
  for (let n = 0; n < 9; n++) stand.known('often', `often ${n}`);
  stand.known('once');
  await stand.end(20);
  expect(stand.began.indexOf('once')).toBeLessThanOrEqual(2);
});

test.each([
  ['one /64 of many addresses', (n: number) => `2001:db8:1:1::${n.toString(16)}`],
  ['one /56 of many /64', (n: number) => `2001:db8:1:${(256 + n).toString(16)}::1`],
  ['one /48 of many /56', (n: number) => `2001:db8:1:${(n * 256).toString(16)}::1`],
  ['one IPv4 address', () => '203.0.113.5'],
  ['one IPv4 /24', (n: number) => `203.0.113.${n}`],
  ['one IPv4 /16', (n: number) => `203.0.${n}.1`],
])('strangers take turns in the password queue by network, and %s is one network', async (_what, addressOf) => {
  const stand = aStand({ running: 1, waiting: 50 });
  for (let n = 0; n < 40; n++) stand.stranger(addressOf(n), 'flood');
  stand.stranger('2001:db8:ffff::1', 'elsewhere');
  stand.stranger('198.51.100.7', 'nearby');
  await stand.end(4);
  expect(stand.began).toEqual(expect.arrayContaining(['elsewhere', 'nearby']));
});

test('when the password queue is full, only the network with the most waiting attempts loses its latest one', async () => {
  const stand = aStand({ running: 1, waiting: 10 });
  for (let n = 0; n < 30; n++) stand.stranger(`203.0.113.${n}`, `flood ${n}`);
  await settle();
  expect(stand.refused).toHaveLength(19);
  stand.stranger('198.51.100.7', 'other');
  await settle();
  expect(stand.refused).toHaveLength(20);
  expect(stand.refused).not.toContain('other');
  stand.known('mine');
  await stand.end(50);
  expect(stand.began).toHaveLength(12);
  expect(stand.refused).toHaveLength(20);
});

test('an IP address belongs to three nested networks', () => {
  expect(networksOf('2001:db8:1:2:3::4')).toEqual(['20010db80001/48', '20010db8000100/56', '20010db800010002/64']);
  expect(networksOf('203.0.113.5')).toEqual(['cb00/16', 'cb0071/24', 'cb007105/32']);
  expect(networksOf('::ffff:203.0.113.5')).toEqual(networksOf('203.0.113.5'));
  expect(networksOf('what?')).toEqual(['unknown', 'unknown', 'unknown']);
});

test('failed work frees its slot in the password queue', async () => {
  const run = passwordQueue({ running: 1, waiting: 1 });
  const asker = { kind: 'stranger', address: '::1' } as const;
  await expect(run(asker, async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect(run(asker, async () => 'next')).resolves.toBe('next');
});
