import type { AnswerOf } from '@pristan/wire/api';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { ReadId } from './call.ts';
import { readAny } from './call.ts';
import { keyOfCall } from './read.ts';
import type { AnySent, Args } from './sent.ts';

interface Page {
  readonly next_before: string | null;
}

/** IDs of the endpoints that answer with one page of a list. */
type PagedId = { [Id in ReadId]: AnswerOf<Id> extends Page ? Id : never }[ReadId];

/**
 * Query of a list that is read page by page; each page starts at the cursor that the previous one returned. Cached
 * under its path like `read`.
 */
export function readPages<Id extends PagedId>(id: Id, ...[sent]: Args<Id>) {
  const { params = {}, query = {} }: AnySent = sent ?? {};
  return infiniteQueryOptions({
    queryKey: [...keyOfCall(id, { params }), 'pages', query],
    queryFn: async ({ pageParam }) =>
      (await readAny(id, {
        params,
        query: { ...query, ...(pageParam === null ? {} : { before: pageParam }) },
      })) as AnswerOf<Id> & Page,
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_before }) => next_before,
  });
}
