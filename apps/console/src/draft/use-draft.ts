import { useState } from 'react';
import { merge, type Draft, type Merged, type Stored, type Values } from './merge.ts';

/** A form over something stored that others may change meanwhile. */
export interface DraftForm<V extends Values> extends Merged<V> {
  readonly isDirty: boolean;
  readonly type: (changed: Partial<V>) => void;
  /** Shows what is stored, and nothing of what was typed. */
  readonly drop: () => void;
  /** What was typed stays, also over what somebody else has changed. */
  readonly keepMine: () => void;
}

/**
 * What is typed over what is stored, from render to render.
 *
 * @param stored as the platform last told it; read anew when the tab is come back to
 */
export function useDraft<V extends Values>(stored: Stored<V>): DraftForm<V> {
  const [draft, setDraft] = useState<Draft<V>>();
  return draftOver(stored, draft, setDraft);
}

/** The same for a draft that is kept elsewhere; `undefined` while nothing is typed. */
export function draftOver<V extends Values>(
  stored: Stored<V>,
  draft: Draft<V> | undefined,
  keep: (draft: Draft<V> | undefined) => void,
): DraftForm<V> {
  const merged = merge(draft ?? { typed: stored.values, base: stored }, stored);
  return {
    ...merged,
    isDirty: Object.keys(merged.changed).length > 0,
    type: (changed) => keep({ ...merged.draft, typed: { ...merged.draft.typed, ...changed } }),
    drop: () => keep(undefined),
    keepMine: () => keep({ typed: merged.draft.typed, base: stored }),
  };
}
