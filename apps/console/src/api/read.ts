import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from './call.ts';

/**
 * A question to the API, kept under its path: a write makes stale what is kept under the path it names, and below it.
 *
 * @param path below `/api/platform`, with its query
 */
export function read<Schema extends z.ZodType>(path: string) {
  return queryOptions({ queryKey: keyOf(path), queryFn: () => call<Schema>('GET', path) });
}

/** The path as a key: `['accounts', '7', 'installations']`. */
export function keyOf(path: string): readonly string[] {
  return path.split(/[/?]/).filter((part) => part !== '');
}
