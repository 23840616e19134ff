import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from './call.ts';

/**
 * A query of the API, cached under its path. A write invalidates the path that it names, and all below it.
 *
 * @param path below `/api/platform`, with its query
 */
export function read<Schema extends z.ZodType>(path: string) {
  return queryOptions({ queryKey: keyOf(path), queryFn: () => call<Schema>('GET', path) });
}

/** The path as a query key: `['accounts', '7', 'installations']`. */
export function keyOf(path: string): readonly string[] {
  return path.split(/[/?]/).filter((part) => part !== '');
}
