import { expect, test } from 'vitest';
import { searchedMax, searchedPageOf } from './page.ts';

/** A fake list of `length` rows numbered from 0, which records the offsets read. */
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

test('a name search that found less than a page continues after the last row it looked at', async () => {
  const { list } = aList(searchedMax + 1);
  const page = await searchedPageOf([3, 8], { limit: 3, isSearch: true }, list);
  expect(page).toEqual({ rows: [3, 8], next: 'behind 19999' });
});

test('a name search that reached the end of the list has no next page', async () => {
  const { list } = aList(searchedMax - 1);
  expect((await searchedPageOf([3], { limit: 3, isSearch: true }, list)).next).toBeUndefined();
});

test('a full page, and a list without a search, continue after their last row without another database read', async () => {
  const { asked, list } = aList(searchedMax + 1);
  expect(await searchedPageOf([3, 8, 9], { limit: 2, isSearch: true }, list)).toEqual({
    rows: [3, 8],
    next: 'behind 8',
  });
  expect(await searchedPageOf([3], { limit: 2, isSearch: false }, list)).toEqual({ rows: [3], next: undefined });
  expect(asked).toEqual([]);
});
