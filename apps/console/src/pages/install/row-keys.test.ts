import { expect, test } from 'vitest';
import { withRowKeys } from './row-keys.ts';

const keys = (...rows: string[]) => withRowKeys(rows, (row) => row).map(({ key }) => key);

test('table rows of the same name get distinct React keys', () => {
  expect(withRowKeys(['b', 'a', 'a'], (row) => row)).toEqual([
    { key: 'b 1', row: 'b' },
    { key: 'a 2', row: 'a' },
    { key: 'a 1', row: 'a' },
  ]);
});

test('a newer row, which comes first, changes no React key of the older rows', () => {
  expect(keys('a', 'a', 'b', 'a').slice(1)).toEqual(keys('a', 'b', 'a'));
});
