import { Button, Stack } from '@mantine/core';
import type { ReactNode, RefObject } from 'react';
import { useEffect, useRef } from 'react';
import { useTexts } from '../texts.ts';
import { Refusal } from './refusal.tsx';

/** The part of a paged query that a list needs, as returned by `useSuspenseInfiniteQuery`. */
export interface PagedList {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly error: Error | null;
  readonly fetchNextPage: () => Promise<unknown>;
}

/**
 * Button below a list that loads its next page. The focus moves to the first new row, and nothing scrolls away. Renders
 * nothing when all rows are shown.
 */
export function MoreRows(props: {
  readonly list: RefObject<HTMLElement | null>;
  readonly pages: PagedList;
  /** Number of rows that the list shows now. */
  readonly shown: number;
  readonly children?: ReactNode;
}) {
  const { t } = useTexts();
  const { list, pages, shown } = props;
  const before = useRef<number | undefined>(undefined);
  useEffect(() => {
    const at = before.current;
    if (at === undefined || shown <= at) return;
    before.current = undefined;
    const row = list.current?.children.item(at);
    if (!(row instanceof HTMLElement)) return;
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
  }, [list, shown]);
  if (!pages.hasNextPage) return null;
  return (
    <Stack align="flex-start" gap="xs">
      {props.children}
      <Refusal error={pages.error} />
      <Button
        variant="default"
        loading={pages.isFetchingNextPage}
        onClick={() => {
          before.current = shown;
          void pages.fetchNextPage();
        }}
      >
        {t('console:more')}
      </Button>
    </Stack>
  );
}
