/**
 * Work that is due: each node claims rows with a lease, does the work within a budget, and settles the outcome. The rows
 * are the queue, so this package knows neither a database nor a kind of work, and imports no other package.
 */
export { doublingWait } from './doubling-wait.ts';
export type { Budget, FreeSlots } from './concurrency-budget.ts';
export type { ClaimQuestion, Ending, WorkKind } from './work-kind.ts';
export { performDue } from './perform-due.ts';
export { startWork } from './start-work.ts';
export type { RunningWork, WorkSite } from './start-work.ts';
