import type { ReactNode } from 'react';
import { useRef } from 'react';
import { MoreRows, type PagedList } from './more-rows.tsx';
import { NameSearchForm, NothingFound } from './name-search.tsx';

/**
 * A paged list with search by name: a search field where the list is long, the rows, a button for more, and a
 * placeholder for an empty list.
 */
export function SearchableList<Row>(props: {
  readonly pages: PagedList;
  readonly rows: readonly Row[];
  /** The search text from the URL; `undefined` without a search. */
  readonly q: string | undefined;
  readonly onSearch: (q: string | undefined) => void;
  /** Shown for an empty list without a search. */
  readonly empty: ReactNode;
  /** Renders one row as an `li` with a key. */
  readonly row: (row: Row) => ReactNode;
}) {
  const { pages, rows, q, onSearch } = props;
  const list = useRef<HTMLUListElement>(null);
  // The first page of a search may be empty although a later one is not.
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
