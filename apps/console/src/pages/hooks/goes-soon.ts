import type { Delivery } from '../../api/queries.ts';

/** What is tried within this time, or is being tried, is watched; what is tried again in minutes or hours is not. */
const SOON_MS = 60_000;

/** Whether something happens to the delivery soon. While a try is under way, `due_at` is when it would be given up for lost: well within the time. */
export function goesSoon({ test, finished_at, due_at }: Delivery): boolean {
  return finished_at === null && (test || due_at === null || due_at * 1000 - Date.now() < SOON_MS);
}
