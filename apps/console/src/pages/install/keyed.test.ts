import { expect, test } from 'vitest';
import { keyed } from './keyed.ts';

const keys = (...rows: string[]) => keyed(rows, (row) => row).map(({ key }) => key);

test('rows of one name have keys of their own, in the order of the rows', () => {
  expect(keyed(['b', 'a', 'a'], (row) => row)).toEqual([
    { key: 'b 1', row: 'b' },
    { key: 'a 2', row: 'a' },
    { key: 'a 1', row: 'a' },
  ]);
});

test('a newer row, which comes first, changes no key that was there', () => {
  expect(keys('a', 'a', 'b', 'a').slice(1)).toEqual(keys('a', 'b', 'a'));
});
