import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from './call.ts';

/**
 * A query that reads one path of the API, cached under that path. A write invalidates the cached path that it names,
 * and all below it.
 *
 * @param path below `/api/platform`, with its query
 */
export function read<Schema extends z.ZodType>(path: string) {
  return queryOptions({ queryKey: keyOf(path), queryFn: () => call<Schema>('GET', path) });
}

/** Splits a path of the API into a cache key: `['accounts', '7', 'installations']`. */
export function keyOf(path: string): readonly string[] {
  return path.split(/[/?]/).filter((part) => part !== '');
}
