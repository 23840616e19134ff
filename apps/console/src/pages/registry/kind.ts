import type { Integration } from '../../api/queries.ts';

export type Kind = 'private' | 'unmoderated' | 'published' | 'external';

/** The kind as shown to people. */
export function kindOf({ kind, published }: Pick<Integration, 'kind' | 'published'>): Kind {
  if (kind !== 'public') return kind;
  return published ? 'published' : 'unmoderated';
}
