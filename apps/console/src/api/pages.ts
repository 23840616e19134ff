import { infiniteQueryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from './call.ts';
import { keyOf } from './read.ts';

/**
 * Query of a list that is read page by page; each page starts at the cursor that the previous one returned. Cached
 * under its path like `read`.
 *
 * @param path below `/api/platform`, without a query
 */
export function readPages<Schema extends z.ZodType<{ readonly next_before: string | null }>>(
  path: string,
  query: Readonly<Record<string, string>> = {},
) {
  return infiniteQueryOptions({
    queryKey: [...keyOf(path), 'pages', query],
    queryFn: ({ pageParam }) =>
      call<Schema>('GET', withQuery(path, { ...query, ...(pageParam === null ? {} : { before: pageParam }) })),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_before }) => next_before,
  });
}

/** Appends query parameters to a path; none leaves it as it is. */
export function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
}
