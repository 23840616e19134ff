import { useState } from 'react';
import { mergeDraft, type Draft, type MergedDraft, type StoredObject, type FormValues } from './merge.ts';

/** A form for a stored object that others may change at the same time. */
export interface DraftForm<V extends FormValues> extends MergedDraft<V> {
  readonly isDirty: boolean;
  readonly type: (changed: Partial<V>) => void;
  /** Discards the input and shows what is stored. */
  readonly drop: () => void;
  /** Keeps the input, even over other people's changes. */
  readonly keepMine: () => void;
}

/**
 * Keeps a person’s input into a form over renders and over changes of the stored object.
 *
 * @param stored the object as last read from the platform, which is read again when the tab regains focus
 */
export function useDraft<V extends FormValues>(stored: StoredObject<V>): DraftForm<V> {
  const [draft, setDraft] = useState<Draft<V>>();
  return draftOver(stored, draft, setDraft);
}

/**
 * A form like that of `useDraft` for a draft that the caller stores; the draft is `undefined` while nothing is typed.
 */
export function draftOver<V extends FormValues>(
  stored: StoredObject<V>,
  draft: Draft<V> | undefined,
  keep: (draft: Draft<V> | undefined) => void,
): DraftForm<V> {
  const merged = mergeDraft(draft ?? { typed: stored.values, base: stored }, stored);
  return {
    ...merged,
    isDirty: Object.keys(merged.changed).length > 0,
    type: (changed) => keep({ ...merged.draft, typed: { ...merged.draft.typed, ...changed } }),
    drop: () => keep(undefined),
    keepMine: () => keep({ typed: merged.draft.typed, base: stored }),
  };
}
