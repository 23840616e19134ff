import { describe, expect, test } from 'vitest';
import { mergeDraft } from './merge.ts';

const before = { values: { name: 'Acme', uri: 'https://a.example', scopes: ['crm'] }, version: 3 };
const draft = (typed: Partial<typeof before.values>) => ({ typed: { ...before.values, ...typed }, base: before });

describe('merging a draft', () => {
  test('a draft without input shows what is stored now and has nothing to save', () => {
    const now = { values: { ...before.values, name: 'Beta' }, version: 4 };
    expect(mergeDraft(draft({}), now)).toEqual({ draft: { typed: now.values, base: now }, changed: {}, clash: [] });
  });

  test('a draft keeps the input and takes over other fields that somebody else has changed', () => {
    const now = { values: { ...before.values, uri: 'https://b.example' }, version: 4 };
    const merged = mergeDraft(draft({ name: 'Gull' }), now);
    expect(merged.draft.typed).toEqual({ name: 'Gull', uri: 'https://b.example', scopes: ['crm'] });
    expect(merged.draft.base.version).toBe(4);
    expect(merged.changed).toEqual({ name: 'Gull' });
    expect(merged.clash).toEqual([]);
  });

  test('a draft takes the new version when a field outside the form has changed', () => {
    expect(mergeDraft(draft({ name: 'Gull' }), { ...before, version: 9 }).draft.base.version).toBe(9);
  });

  test('a draft keeps its old version while two people changed the same field, so that its save is refused', () => {
    const now = { values: { ...before.values, name: 'Beta', scopes: ['crm', 'files'] }, version: 4 };
    const merged = mergeDraft(draft({ name: 'Gull' }), now);
    expect(merged.clash).toEqual(['name']);
    expect(merged.draft.base).toEqual({ values: { ...now.values, name: 'Acme' }, version: 3 });
    expect(merged.draft.typed).toEqual({ ...now.values, name: 'Gull' });
    // Input in another field does not end the conflict.
    const later = mergeDraft({ ...merged.draft, typed: { ...merged.draft.typed, uri: 'https://c.example' } }, now);
    expect(later.clash).toEqual(['name']);
    expect(later.changed).toEqual({ name: 'Gull', uri: 'https://c.example' });
  });

  test('a draft has no conflict if both people typed the same value', () => {
    const now = { values: { ...before.values, name: 'Gull' }, version: 4 };
    expect(mergeDraft(draft({ name: 'Gull' }), now)).toEqual({
      draft: { typed: now.values, base: now },
      changed: {},
      clash: [],
    });
  });
});
