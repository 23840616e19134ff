import { describe, expect, test } from 'vitest';
import type { IntegrationFields } from '../change.ts';
import type { IntegrationFacts, RegistryActor } from './decide-integration.ts';
import {
  decideCreate,
  decideDelete,
  decideEdit,
  decidePublish,
  decideSwitch,
  decideUnpublish,
} from './decide-integration.ts';
import type { FrozenFacts } from '../frozen-facts.ts';
import { blankFields } from './field-values.ts';
import { decideReveal, decideRotateSecret } from './decide-secret.ts';
import { anIntegration } from '../testing/an-integration.ts';

const fields: IntegrationFields = {
  ...blankFields,
  name: 'Acme Mail',
  summary: 'Letters',
  descriptionHtml: '<p>Letters</p>',
  redirectUri: 'http://localhost:3000/',
};
const integration = anIntegration({ integrationId: 'i-1', kind: 'public', fields });
const published: IntegrationFacts = {
  ...integration,
  published: true,
  fields: { ...fields, redirectUri: 'https://shop.test/' },
};
const frozen: FrozenFacts = {
  name: 'Acme Mail',
  developer: 'Acme',
  logoHash: undefined,
  scopes: ['crm'],
  redirectUri: 'https://shop.test/',
  buttonOrigins: [],
  disconnectUri: undefined,
  links: [],
  widget: undefined,
};
const unpublished = { integration, publication: { now: frozen, frozen: undefined }, publications: 0 };
const actor = { userId: 11, address: '203.0.113.5' };
const admin: RegistryActor = { actor, membership: { role: 'admin', state: 'active' } };
const publishedReach = 'many_accounts' as const;
const operator = {
  actor: { as: 'operator', userId: undefined, address: undefined },
  operator: true,
  publishedReach,
} as const;
const secret = { secretId: 's-1', sealed: new Uint8Array([1]) };
const now = 1_000_000;
const rotation = { secret, replaces: 's-0', overlapHours: 24, revokeNow: false };
const rotated = { integration, currentSecretId: 's-0' };

const notAdmins: readonly RegistryActor[] = [
  { actor, membership: undefined },
  { actor, membership: { role: 'member', state: 'active' } },
  { actor, membership: { role: 'member', state: 'deactivated' } },
  { actor, membership: { role: 'admin', state: 'deactivated' } },
];

const draft = { integrationId: 'i-1', accountId: 7, kind: 'private', fields, secret } as const;

const decisions = {
  create: (by: RegistryActor) => decideCreate(draft, by, now),
  edit: (by: RegistryActor, facts?: IntegrationFacts) =>
    decideEdit(facts, { fields, expectedVersion: 3, publishedReach }, { by, now }),
  switch: (by: RegistryActor, facts?: IntegrationFacts) => decideSwitch(facts, 'stopped', { by, now }),
  delete: (by: RegistryActor, facts?: IntegrationFacts) => decideDelete(facts, by, now),
  rotate: (by: RegistryActor, facts?: IntegrationFacts) =>
    decideRotateSecret({ integration: facts, currentSecretId: 's-0' }, rotation, { by, now }),
  reveal: (by: RegistryActor, facts?: IntegrationFacts) => decideReveal(facts, by, now),
};

describe('managing an integration without being an active admin of its technical account', () => {
  test.each(Object.keys(decisions) as (keyof typeof decisions)[])(
    'nobody but an active admin of the technical account may %s an integration, whether or not it exists',
    (name) => {
      for (const by of notAdmins) {
        for (const facts of [integration, undefined]) {
          expect(decisions[name](by, facts)).toEqual({ outcome: { kind: 'refuse', reason: 'forbidden' }, changes: [] });
        }
      }
    },
  );
});

describe('an integration that does not exist', () => {
  test.each(['edit', 'switch', 'delete', 'rotate'] as const)(
    'the action %s is refused as unknown for an integration that does not exist',
    (name) => {
      expect(decisions[name](admin, undefined)).toEqual({
        outcome: { kind: 'refuse', reason: 'unknown' },
        changes: [],
      });
    },
  );

  test('publishing is refused as unknown for an integration that does not exist', () => {
    expect(decidePublish(undefined, operator, now).outcome).toEqual({ kind: 'refuse', reason: 'unknown' });
  });
});

describe('creating and editing an integration', () => {
  test('a new integration is stored with its author, and with name and summary trimmed', () => {
    const { changes } = decideCreate(
      { ...draft, fields: { ...fields, name: ' Acme Mail\t', summary: '\nLetters ' } },
      admin,
      now,
    );
    expect(changes).toEqual([
      {
        kind: 'integration_created',
        integrationId: 'i-1',
        accountId: 7,
        integrationKind: 'private',
        fields,
        secret,
        at: now,
        actor,
      },
    ]);
  });

  test('the length of an integration’s name is counted after trimming', () => {
    const name = `  ${'x'.repeat(255)}  `;
    expect(decideCreate({ ...draft, fields: { ...fields, name } }, admin, now).outcome).toEqual({ kind: 'created' });
  });

  test('an integration with invalid fields is refused with all errors, and not stored', () => {
    const wrong = { ...fields, name: '' };
    const invalid = { outcome: { kind: 'invalid', errors: [{ field: 'name', code: 'required' }] }, changes: [] };
    expect(decideCreate({ ...draft, fields: wrong }, admin, now)).toEqual(invalid);
    expect(decideEdit(integration, { fields: wrong, expectedVersion: 3, publishedReach }, { by: admin, now })).toEqual(
      invalid,
    );
  });

  test('an edit of an older version of the integration is refused before its fields are checked', () => {
    const edit = { fields: { ...fields, name: '' }, expectedVersion: 2, publishedReach };
    expect(decideEdit(integration, edit, { by: admin, now })).toEqual({
      outcome: { kind: 'refuse', reason: 'edited_meanwhile' },
      changes: [],
    });
  });

  test('an external integration cannot be edited to have scopes that its button could not request', () => {
    const external = { ...integration, kind: 'external' } as const;
    const wide = { fields: { ...fields, scopes: ['crm', 'files'] }, expectedVersion: 3, publishedReach };
    expect(decideEdit(external, wide, { by: admin, now }).outcome).toEqual({
      kind: 'invalid',
      errors: [{ field: 'scopes', code: 'unknown_scope', index: 1 }],
    });
    expect(decideEdit(integration, wide, { by: admin, now }).outcome).toEqual({ kind: 'edited' });
  });

  test('an edit that names no version is stored only while the integration has the version that was read', () => {
    const { changes } = decideEdit(
      integration,
      { fields, expectedVersion: undefined, publishedReach },
      { by: admin, now },
    );
    expect(changes).toMatchObject([{ kind: 'integration_edited', expectedVersion: 3 }]);
  });

  test('a published integration needs https addresses', () => {
    expect(decideEdit(published, { fields, expectedVersion: 3, publishedReach }, { by: admin, now }).outcome).toEqual({
      kind: 'invalid',
      errors: [{ field: 'redirect_uri', code: 'not_https' }],
    });
  });
});

describe('a platform in development mode', () => {
  test('a platform in development mode accepts addresses of the local machine for a published integration', () => {
    const local = { ...published, fields };
    expect(
      decideEdit(local, { fields, expectedVersion: 3, publishedReach: 'own_account' }, { by: admin, now }).outcome,
    ).toEqual({ kind: 'edited' });
    expect(decidePublish(unpublished, { ...operator, publishedReach: 'own_account' }, now).outcome).toEqual({
      kind: 'published',
      reviewed: [],
    });
  });
});

describe('switching, deleting and publishing an integration', () => {
  test('an integration is unchanged when switched to its present state', () => {
    expect(decideSwitch(integration, 'active', { by: admin, now })).toEqual({
      outcome: { kind: 'switched' },
      changes: [],
    });
    expect(decideSwitch(integration, 'stopped', { by: admin, now }).changes).toMatchObject([
      { kind: 'integration_switched', state: 'stopped' },
    ]);
  });

  test('an integration is deleted with a single stored change', () => {
    expect(decideDelete(integration, admin, now).changes).toEqual([
      { kind: 'integration_deleted', accountId: 7, integrationId: 'i-1', actor, at: now },
    ]);
  });

  test('an integration needs https addresses to be published', () => {
    expect(decidePublish(unpublished, operator, now)).toEqual({
      outcome: { kind: 'invalid', errors: [{ field: 'redirect_uri', code: 'not_https' }] },
      changes: [],
    });
  });

  test('a published integration gets its present facts frozen', () => {
    const facts = { ...unpublished, integration: { ...published, published: false } };
    expect(decidePublish(facts, operator, now)).toEqual({
      outcome: { kind: 'published', reviewed: [] },
      changes: [
        {
          kind: 'integration_published',
          accountId: 7,
          integrationId: 'i-1',
          expectedVersion: 3,
          number: 1,
          facts: frozen,
          at: now,
          actor: { as: 'operator', userId: undefined, address: undefined },
        },
      ],
    });
  });

  test('publishing an integration again without a difference changes nothing', () => {
    const facts = { integration: published, publication: { now: frozen, frozen }, publications: 1 };
    expect(decidePublish(facts, operator, now)).toEqual({ outcome: { kind: 'published', reviewed: [] }, changes: [] });
  });

  test('publishing an integration again freezes and names the facts that have changed', () => {
    const changed = { ...frozen, name: 'Acme Post', scopes: ['crm', 'files'] };
    const facts = { integration: published, publication: { now: changed, frozen }, publications: 4 };
    const { outcome, changes } = decidePublish(facts, operator, now);
    expect(outcome).toEqual({ kind: 'published', reviewed: ['scopes', 'name'] });
    expect(changes).toMatchObject([{ kind: 'integration_published', number: 5, facts: changed }]);
  });

  test('an integration is unpublished once; then unpublishing is refused', () => {
    expect(decideUnpublish(published, operator, now)).toEqual({
      outcome: { kind: 'unpublished' },
      changes: [
        {
          kind: 'integration_unpublished',
          accountId: 7,
          integrationId: 'i-1',
          expectedVersion: 3,
          actor: { as: 'operator', userId: undefined, address: undefined },
          at: now,
        },
      ],
    });
    const own = { ...published, published: false };
    expect(decideUnpublish(own, operator, now)).toEqual({
      outcome: { kind: 'refuse', reason: 'not_published' },
      changes: [],
    });
    expect(decideUnpublish(undefined, operator, now).outcome).toEqual({ kind: 'refuse', reason: 'unknown' });
  });

  test('an external integration cannot be published', () => {
    const external = { ...published, published: false, kind: 'external' } as const;
    expect(decidePublish({ ...unpublished, integration: external }, operator, now).outcome).toEqual({
      kind: 'refuse',
      reason: 'not_public',
    });
  });
});

test('revealing a client secret stores who saw it', () => {
  expect(decideReveal(integration, admin, now)).toEqual({
    outcome: { kind: 'revealed' },
    changes: [{ kind: 'secret_revealed', accountId: 7, integrationId: 'i-1', at: now, actor: admin.actor }],
  });
});

describe('rotating a client secret', () => {
  test('rotating a client secret keeps the old one working for the requested time', () => {
    expect(decideRotateSecret(rotated, { ...rotation, overlapHours: 2 }, { by: admin, now })).toEqual({
      outcome: { kind: 'rotated', overlapEndsAt: now + 7_200_000 },
      changes: [
        {
          kind: 'secret_rotated',
          accountId: 7,
          integrationId: 'i-1',
          secret,
          replaces: 's-0',
          overlapEndsAt: now + 7_200_000,
          revokeNow: false,
          at: now,
          actor,
        },
      ],
    });
  });

  test('rotating a client secret with revoke_now ends the old one at once', () => {
    expect(decideRotateSecret(rotated, { ...rotation, revokeNow: true }, { by: admin, now }).outcome).toEqual({
      kind: 'rotated',
      overlapEndsAt: now,
    });
  });

  test.each([-0.001, 720.001, Number.NaN, Number.POSITIVE_INFINITY])(
    'rotating a client secret is refused with an overlap of %d hours',
    (overlapHours) => {
      expect(decideRotateSecret(rotated, { ...rotation, overlapHours }, { by: admin, now })).toEqual({
        outcome: { kind: 'refuse', reason: 'overlap_out_of_range' },
        changes: [],
      });
    },
  );

  test.each([
    ['another secret is the newest', { integration, currentSecretId: 's-9' }],
    ['the integration has no secret', { integration, currentSecretId: undefined }],
  ])('rotating a client secret is refused when %s', (_title, facts) => {
    expect(decideRotateSecret(facts, rotation, { by: admin, now })).toEqual({
      outcome: { kind: 'refuse', reason: 'secret_replaced' },
      changes: [],
    });
  });

  test('the overlap of a rotated client secret may be any fraction of an hour, to the millisecond', () => {
    const { outcome } = decideRotateSecret(rotated, { ...rotation, overlapHours: 0.3333333 }, { by: admin, now });
    expect(outcome).toEqual({ kind: 'rotated', overlapEndsAt: 2_200_000 });
  });
});

describe('an external integration that a published one has replaced', () => {
  const adopted = { ...integration, kind: 'external', state: 'stopped', adopted: true } as const;

  test('an external integration that a published one has replaced cannot be resumed', () => {
    expect(decideSwitch(adopted, 'active', { by: admin, now })).toEqual({
      outcome: { kind: 'refuse', reason: 'adopted' },
      changes: [],
    });
    expect(decideSwitch({ ...adopted, adopted: false }, 'active', { by: admin, now }).changes).toHaveLength(1);
  });
});
