import type { Delivery } from '../../api/queries.ts';

/** Deliveries due within this time are watched; later retries are not. */
const SOON_MS = 60_000;

/**
 * Whether the delivery is about to change. During an attempt `due_at` is the end of its lease, which is well within
 * this time.
 */
export function isDueSoon({ test, finished_at, due_at }: Delivery): boolean {
  return finished_at === null && (test || due_at === null || due_at * 1000 - Date.now() < SOON_MS);
}
