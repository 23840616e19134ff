import type { WorkKind } from './work-kind.ts';

/**
 * Wait until a node searches again for work that nobody announces (ms): until the next piece is due, but neither shorter
 * than `lookMs` nor longer than `idleMs`. Overdue work that could not be claimed is searched for every `lookMs`.
 *
 * @param next.dueAt due time of the open piece that is due first (ms since 1970); `undefined` when none is open
 */
export function searchWait(
  { lookMs, idleMs }: Pick<WorkKind<never, never>, 'lookMs' | 'idleMs'>,
  next: { readonly dueAt: number | undefined; readonly now: number },
): number {
  return Math.min(idleMs, Math.max(lookMs, (next.dueAt ?? Infinity) - next.now));
}
