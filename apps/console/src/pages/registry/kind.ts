import type { Integration } from '../../api/queries.ts';

export type Kind = 'private' | 'unmoderated' | 'published' | 'external';

/** What a person calls it. */
export function kindOf({ kind, published }: Pick<Integration, 'kind' | 'published'>): Kind {
  if (kind !== 'public') return kind;
  return published ? 'published' : 'unmoderated';
}
