import { describe, expect, test } from 'vitest';
import type { IntegrationFields } from './change.ts';
import { decideEdit } from './decide-integration.ts';
import { blankFields } from './field-values.ts';
import { decideSaveText, decideRemoveText } from './decide-text.ts';
import { anIntegration } from '../testing/an-integration.ts';

const now = Date.UTC(2026, 10, 23);
const actor = { userId: 7, address: '203.0.113.5' };
const admin = { actor, membership: { role: 'admin', state: 'active' } } as const;
const member = { actor, membership: { role: 'member', state: 'active' } } as const;
const fields: IntegrationFields = {
  ...blankFields,
  name: 'Acme Mail',
  summary: 'Почта в CRM',
  descriptionHtml: '<p>Письма</p>',
  redirectUri: 'https://shop.test/callback',
};
const integration = anIntegration({
  integrationId: 'i',
  accountId: 1,
  kind: 'public',
  fields,
  furtherLanguages: ['en'],
});
const english = { language: 'en', summary: ' Mail in your CRM ', descriptionHtml: '<p>Letters</p>' } as const;
const about = { accountId: 1, integrationId: 'i', expectedVersion: 3, at: now, actor };

describe('an integration’s description in a further language', () => {
  test('a description in a further language replaces the existing one, with its summary trimmed', () => {
    expect(decideSaveText(integration, { text: english, expectedVersion: 3 }, { by: admin, now })).toEqual({
      outcome: { kind: 'kept' },
      changes: [{ kind: 'integration_text_kept', ...about, text: { ...english, summary: 'Mail in your CRM' } }],
    });
  });

  test('a description in the main language is the integration’s own, and may be empty', () => {
    const text = { language: 'ru', summary: '', descriptionHtml: '' } as const;
    expect(decideSaveText(integration, { text, expectedVersion: 3 }, { by: admin, now }).changes).toEqual([
      {
        kind: 'integration_edited',
        ...about,
        fields: { ...fields, summary: '', descriptionHtml: '' },
        changed: [{ field: 'summary', before: 'Почта в CRM', after: '' }, { field: 'description' }],
      },
    ]);
  });

  test.each([
    ['neither summary nor description', { summary: ' ', descriptionHtml: '' }, 'summary', 'required'],
    ['a long summary', { summary: 'x'.repeat(301) }, 'summary', 'too_long'],
    ['a direction character', { summary: 'a\u202eb' }, 'summary', 'control_characters'],
    ['a long description', { descriptionHtml: 'x'.repeat(65_001) }, 'description', 'too_long'],
  ])('a description in a further language is refused with %s', (_what, changed, field, code) => {
    const text = { ...english, ...changed };
    expect(decideSaveText(integration, { text, expectedVersion: 3 }, { by: admin, now })).toEqual({
      outcome: { kind: 'invalid', errors: [{ field, code }] },
      changes: [],
    });
  });

  test('a description in a further language can be removed; its readers then see the main one', () => {
    expect(decideRemoveText(integration, { language: 'en', expectedVersion: 3 }, { by: admin, now })).toEqual({
      outcome: { kind: 'removed' },
      changes: [{ kind: 'integration_text_removed', ...about, language: 'en' }],
    });
  });

  test.each([
    { who: 'by a member who is not an admin', facts: integration, by: member, version: 3, reason: 'forbidden' },
    { who: 'for an unknown integration', facts: undefined, by: admin, version: 3, reason: 'unknown' },
    { who: 'over a concurrent edit', facts: integration, by: admin, version: 2, reason: 'edited_meanwhile' },
  ])('a description is neither stored nor removed $who', ({ facts, by, version: expectedVersion, reason }) => {
    const refused = { outcome: { kind: 'refuse', reason }, changes: [] };
    expect(decideSaveText(facts, { text: english, expectedVersion }, { by, now })).toEqual(refused);
    expect(decideRemoveText(facts, { language: 'en', expectedVersion }, { by, now })).toEqual(refused);
  });

  test.each([
    ['ru', 'main_language'],
    ['es', 'no_text'],
  ] as const)('the description in the language %s is not removed: %s', (language, reason) => {
    expect(decideRemoveText(integration, { language, expectedVersion: 3 }, { by: admin, now }).outcome).toEqual({
      kind: 'refuse',
      reason,
    });
  });
});

test('a language with a further description cannot become the integration’s main language', () => {
  const edit = (language: 'en' | 'es') =>
    decideEdit(
      integration,
      { fields: { ...fields, language }, expectedVersion: 3, publishedReach: 'many_accounts' },
      { by: admin, now },
    ).outcome;
  expect(edit('es')).toEqual({ kind: 'edited' });
  expect(edit('en')).toEqual({ kind: 'invalid', errors: [{ field: 'language', code: 'duplicate' }] });
});
