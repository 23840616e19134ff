import type { Integration } from '../../api/queries.ts';

export type ShownKind = 'private' | 'unmoderated' | 'published' | 'external';

/** Kind of an integration as pages name it: a public one is shown as published or not reviewed. */
export function shownKindOf({ kind, published }: Pick<Integration, 'kind' | 'published'>): ShownKind {
  if (kind !== 'public') return kind;
  return published ? 'published' : 'unmoderated';
}
