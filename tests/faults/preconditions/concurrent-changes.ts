import type { Change, IntegrationFields } from '@pristan/rules';
import { blankFields } from '@pristan/rules';
import { randomBytes, randomUUID } from 'node:crypto';
import type { PreconditionFixture } from './fixture.ts';
import { guestEmail, redirectUri } from './fixture.ts';

const operator = { as: 'operator', userId: undefined, address: undefined } as const;
const active = { role: 'admin', state: 'active' } as const;

const fields: IntegrationFields = {
  ...blankFields,
  name: 'Edited',
  redirectUri: `${redirectUri}/edited`,
  scopes: ['crm', 'files'],
};

const about = ({ accountId, integrationId, at }: PreconditionFixture) => ({
  accountId,
  integrationId,
  at,
  actor: operator,
});
const aboutClone = (scene: PreconditionFixture) => ({ ...about(scene), integrationId: scene.cloneId });
const rotated = (scene: PreconditionFixture, revokeNow: boolean): Change => {
  const secretId = randomUUID();
  return {
    kind: 'secret_rotated',
    ...about(scene),
    replaces: scene.secretId,
    secret: { secretId, sealed: scene.seal(secretId, false) },
    overlapEndsAt: scene.at,
    revokeNow,
  };
};

const memberDeactivated = ({ accountId, member, at }: PreconditionFixture): Change => ({
  kind: 'member_changed',
  accountId,
  userId: member,
  from: { role: 'member', state: 'active' },
  to: { role: 'member', state: 'deactivated' },
  at,
  actor: operator,
});

/** Commits by others, between the moment when a change is decided and the moment when it is stored. */
export const concurrentChanges = {
  'the acting admin is deactivated': ({ accountId, admin, at }) => ({
    kind: 'member_changed',
    accountId,
    userId: admin,
    from: active,
    to: { role: 'admin', state: 'deactivated' },
    at,
    actor: operator,
  }),
  'the acting admin is demoted': ({ accountId, admin, at }) => ({
    kind: 'member_changed',
    accountId,
    userId: admin,
    from: active,
    to: { role: 'member', state: 'active' },
    at,
    actor: operator,
  }),
  'the other admin is demoted': ({ accountId, other, at }) => ({
    kind: 'member_changed',
    accountId,
    userId: other,
    from: active,
    to: { role: 'member', state: 'active' },
    at,
    actor: operator,
  }),
  'the acting member is deactivated': (scene) => memberDeactivated(scene),
  'the acting member is deactivated and their grant ends': (scene) => [
    {
      kind: 'grants_ended',
      accountId: scene.accountId,
      userId: scene.member,
      grantIds: [scene.ownGrantId],
      at: scene.at,
      by: operator,
    },
    memberDeactivated(scene),
  ],
  'the acting member is promoted': ({ accountId, member, at }) => ({
    kind: 'member_changed',
    accountId,
    userId: member,
    from: { role: 'member', state: 'active' },
    to: active,
    at,
    actor: operator,
  }),
  'the guest is made a member': ({ accountId, guest, at }) => ({
    kind: 'member_added',
    accountId,
    userId: guest,
    role: 'member',
    at,
    actor: operator,
  }),
  'the invitation is withdrawn': ({ accountId, invitationId, at }) => ({
    kind: 'invitation_revoked',
    accountId,
    invitationId,
    at,
    actor: operator,
  }),
  'the guest is invited again': ({ accountId, other, invitationId: replaces, at }) => ({
    kind: 'invitation_sent',
    accountId,
    invitationId: randomUUID(),
    email: guestEmail(accountId),
    name: '',
    maker: { by: 'person', userId: other },
    replaces,
    asksAdmin: false,
    role: 'member',
    tokenHash: randomBytes(32),
    expiresAt: at + 9,
    at,
    actor: operator,
  }),
  'the integration is paused': (scene) => ({ kind: 'integration_switched', ...about(scene), state: 'stopped' }),
  'the integration is deleted': (scene) => ({ kind: 'integration_deleted', ...about(scene) }),
  'the integration is edited': (scene) => ({
    kind: 'integration_edited',
    ...about(scene),
    expectedVersion: 1,
    fields,
    changed: [],
  }),
  'the redirect URI is edited': (scene) => ({
    kind: 'integration_edited',
    ...about(scene),
    expectedVersion: 1,
    fields: { ...fields, redirectUri: 'https://elsewhere.example/callback' },
    changed: [],
  }),
  'every key is revoked': (scene) => rotated(scene, true),
  'the secret is replaced': (scene) => rotated(scene, false),
  'the widget is unpublished': (scene) => ({ kind: 'widget_chosen', ...about(scene), number: undefined }),
  'the installation is disabled': (scene) => ({ kind: 'installation_disabled', ...about(scene), expectedEpoch: 1 }),
  'requests for codes are forbidden': (scene) => ({
    kind: 'fresh_codes_switched',
    ...about(scene),
    freshCodes: 'forbidden',
  }),
  'the installation is enabled': (scene) => ({ kind: 'installation_enabled', ...about(scene), expectedEpoch: 1 }),
  'the grant is revoked': (scene) => ({
    kind: 'grant_revoked',
    ...about(scene),
    grantId: scene.grantId,
    userId: scene.other,
    last: false,
  }),
  'the member’s grant is revoked': (scene) => ({
    kind: 'grant_revoked',
    ...about(scene),
    grantId: scene.ownGrantId,
    userId: scene.member,
    last: false,
  }),
  'the clone is paused': (scene) => ({ kind: 'integration_switched', ...aboutClone(scene), state: 'stopped' }),
  'the clone is deleted': (scene) => ({ kind: 'integration_deleted', ...aboutClone(scene) }),
  'the clone is disabled': (scene) => ({ kind: 'installation_disabled', ...aboutClone(scene), expectedEpoch: 1 }),
  'the clone’s grant is revoked': (scene) => ({
    kind: 'grant_revoked',
    ...aboutClone(scene),
    grantId: scene.cloneGrantId,
    userId: scene.other,
    last: true,
  }),
} as const satisfies Record<string, (scene: PreconditionFixture) => Change | readonly Change[]>;

export type ConcurrentChange = keyof typeof concurrentChanges;

/** The changes that are committed together when this happens. */
export function changesOf(what: ConcurrentChange, scene: PreconditionFixture): readonly Change[] {
  return [concurrentChanges[what](scene)].flat();
}
