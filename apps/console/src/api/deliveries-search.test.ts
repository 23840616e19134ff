import { describe, expect, test } from 'vitest';
import { deliveriesQuery, deliveriesSearch } from './deliveries-search.ts';

describe('the delivery log’s URL', () => {
  test('the delivery log’s URL keeps valid filter values and drops the rest', () => {
    const search = {
      state: 'failed',
      hook: 'disconnect',
      account: 30_100_001,
      receiver: 'shop.example:8443',
      from: '2026-11-01',
      to: '2026-11-23',
      before: '1764000000000-0197f0c0-0000-7000-8000-000000000001',
    };
    expect(deliveriesSearch(search)).toEqual(search);
    expect(
      deliveriesSearch({ state: 'lost', hook: '', account: 'x', receiver: ' ', from: '1', to: 7, before: '1', a: 'b' }),
    ).toEqual({});
  });

  test.each([
    ['Shop.Example', 'shop.example'],
    ['https://shop.example/hooks?a=b', 'shop.example'],
    ['http://127.0.0.1:4100/bye', '127.0.0.1:4100'],
    ['shop example', 'shop example'],
  ])('a receiver entered as %s is searched as the host %s', (entered, host) => {
    expect(deliveriesSearch({ receiver: entered })).toEqual({ receiver: host });
  });

  test('a delivery filter covers whole days in the person’s time zone, and only chosen values are sent', () => {
    expect(deliveriesQuery({ state: 'failed', from: '2026-11-23', to: '2026-11-23' })).toEqual({
      state: 'failed',
      from: new Date('2026-11-23T00:00:00').getTime() / 1000,
      to: new Date('2026-11-24T00:00:00').getTime() / 1000,
    });
    expect(deliveriesQuery({})).toEqual({});
  });
});
