import { infiniteQueryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from './call.ts';
import { keyOf } from './read.ts';

/**
 * A list to the API, page after page, each behind the one before; kept under its path as `read` keeps a question.
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

/** The path with what is asked for. */
export function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
}
