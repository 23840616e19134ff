import type { Delivery } from '../../api/queries.ts';

/** A page refreshes itself for deliveries due within this time; it does not wait for later retries. */
const SOON_MS = 60_000;

/**
 * Whether a delivery is about to change, so that its page should refresh itself. During an attempt `due_at` is the end
 * of the delivery’s lease, which is always soon.
 */
export function isDueSoon({ test, finished_at, due_at }: Delivery): boolean {
  return finished_at === null && (test || due_at === null || due_at * 1000 - Date.now() < SOON_MS);
}
