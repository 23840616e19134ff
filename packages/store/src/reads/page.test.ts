import { expect, test } from 'vitest';
import { searchedMax, searchedPageOf } from './page.ts';

/** A list of this many rows, numbered from 0; it is asked for one at a time. */
function aList(length: number) {
  const asked: number[] = [];
  const rowsFrom = (offset: number) => ({
    limit: (count: number) => ({
      async executeTakeFirst() {
        asked.push(offset);
        return count > 0 && offset < length ? offset : undefined;
      },
    }),
  });
  return { asked, list: { behind: { offset: rowsFrom }, placeOf: (row: number) => `behind ${row}` } };
}

test('a search that found less than a page goes on behind the last row that it looked at', async () => {
  const { list } = aList(searchedMax + 1);
  const page = await searchedPageOf([3, 8], { limit: 3, name: 'tide' }, list);
  expect(page).toEqual({ rows: [3, 8], next: 'behind 19999' });
});

test('a search that came to the end of the list has no next page', async () => {
  const { list } = aList(searchedMax - 1);
  expect((await searchedPageOf([3], { limit: 3, name: 'tide' }, list)).next).toBeUndefined();
});

test('a full page, and a list that nothing was looked for in, go on behind their last row without a further question', async () => {
  const { asked, list } = aList(searchedMax + 1);
  expect(await searchedPageOf([3, 8, 9], { limit: 2, name: 'tide' }, list)).toEqual({ rows: [3, 8], next: 'behind 8' });
  expect(await searchedPageOf([3], { limit: 2 }, list)).toEqual({ rows: [3], next: undefined });
  expect(asked).toEqual([]);
});
