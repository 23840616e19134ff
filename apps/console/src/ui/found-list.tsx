import type { ReactNode } from 'react';
import { useRef } from 'react';
import { MoreRows, type Pages } from './more-rows.tsx';
import { NameSearchForm, NothingFound } from './name-search.tsx';

/**
 * Things that are read page by page and found by a part of their name: the search while there is reason for one, the rows,
 * more of them, and what stands there when there are none.
 */
export function FoundList<Row>(props: {
  readonly pages: Pages;
  readonly rows: readonly Row[];
  /** Letters that are looked for, as the address says them. */
  readonly q: string | undefined;
  readonly onSearch: (q: string | undefined) => void;
  /** In place of an empty list that nobody searched. */
  readonly empty: ReactNode;
  /** One row, an `li` with a key. */
  readonly row: (row: Row) => ReactNode;
}) {
  const { pages, rows, q, onSearch } = props;
  const list = useRef<HTMLUListElement>(null);
  // The first page of a search may hold nothing though another one does.
  const isEmpty = rows.length === 0 && !pages.hasNextPage;
  return (
    <>
      {(q !== undefined || pages.hasNextPage) && <NameSearchForm q={q} isEmpty={isEmpty} onSearch={onSearch} />}
      {isEmpty && (q === undefined ? props.empty : <NothingFound q={q} onClear={() => onSearch(undefined)} />)}
      {rows.length > 0 && (
        <ul className="rows sheet" ref={list}>
          {rows.map(props.row)}
        </ul>
      )}
      <MoreRows list={list} pages={pages} shown={rows.length} />
    </>
  );
}
