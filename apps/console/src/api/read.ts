import { queryOptions } from '@tanstack/react-query';
import type { ReadId } from './call.ts';
import { call } from './call.ts';
import type { AnySent, Args } from './sent.ts';
import { pathOf, type PathParams } from '@pristan/wire';

/**
 * A query that reads one endpoint of the API, cached under its path. A write invalidates the cached path that it names,
 * and all below it.
 */
export function read<Id extends ReadId>(id: Id, ...args: Args<Id>) {
  return queryOptions({ queryKey: keyOfCall(id, args[0] ?? {}), queryFn: () => call(id, ...args) });
}

/** Cache key of a call: the parts of its path, then its query. */
export function keyOfCall(id: ReadId, { params = {}, query }: AnySent): readonly unknown[] {
  return [...keyOf(pathOf(id, params as PathParams<ReadId>)), ...(query === undefined ? [] : [query])];
}

/** Splits a path of the API into a cache key: `['accounts', '7', 'installations']`. */
export function keyOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}
