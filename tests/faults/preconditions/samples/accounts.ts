import type { AccountsChange, NoticeChange } from '@pristan/rules';
import { randomBytes, randomUUID } from 'node:crypto';
import type { PreconditionFixture } from '../fixture.ts';
import { guestEmail, origin } from '../fixture.ts';
import type { Samples } from './sample.ts';
import { dayMs, byAdmin, grantEnded, adminActor, invitedActor, operatorActor } from './sample.ts';

const maker = ({ other }: PreconditionFixture) => ({ by: 'person', userId: other }) as const;
const program = ({ grantId, integrationId }: PreconditionFixture) => ({ grantId, integrationId, keyEpoch: 1 });
const programAsMaker = (scene: PreconditionFixture) =>
  ({ by: 'grant', ...program(scene), userId: scene.other }) as const;

const resetToken = ({ handoverId }: PreconditionFixture) => Buffer.from(handoverId);

export const accountsSamples: Samples<(AccountsChange | NoticeChange)['kind']> = {
  admins_notified: [
    {
      change: ({ accountId, handoverId: noticeId, at }) => ({
        kind: 'admins_notified',
        accountId,
        noticeId,
        notice: { kind: 'adoption_lapsed', facts: { integration: 'Scene', origin } },
        at,
      }),
      not: [],
      again: 'nothing',
    },
  ],
  user_notified: [
    {
      change: ({ member, at }) => ({
        kind: 'user_notified',
        userId: member,
        noticeId: randomUUID(),
        notice: { kind: 'password_changed', facts: { at, address: '203.0.113.6' } },
        at,
      }),
      not: [],
      again: 'more',
    },
  ],
  mail_queued: [
    {
      change: ({ accountId, at }) => ({
        kind: 'mail_queued',
        mail: {
          mailId: randomUUID(),
          recipient: guestEmail(accountId),
          language: 'en',
          kind: 'password_reset',
          facts: {},
        },
        at,
      }),
      not: [],
      again: 'more',
    },
  ],
  account_created: [
    {
      change: ({ accountId, at }) => ({
        kind: 'account_created',
        subdomain: `second-${accountId}`,
        name: 'Second',
        at,
        actor: operatorActor,
      }),
      not: [],
      again: 'stale',
    },
  ],
  account_renamed: [
    {
      change: ({ accountId, at }) => ({
        kind: 'account_renamed',
        accountId,
        subdomain: `renamed-${accountId}`,
        at,
        actor: operatorActor,
      }),
      not: [],
      again: 'more',
    },
  ],
  member_added: [
    {
      change: ({ accountId, guest, at }) => ({
        kind: 'member_added',
        accountId,
        userId: guest,
        role: 'member',
        at,
        actor: operatorActor,
      }),
      not: [],
      again: 'more',
    },
  ],
  grants_ended: [
    {
      change: (scene) => ({
        kind: 'grants_ended',
        accountId: scene.accountId,
        userId: scene.member,
        grantIds: [scene.ownGrantId],
        at: scene.at,
        by: adminActor(scene),
      }),
      not: ['the member’s grant is revoked'],
      again: 'stale',
    },
  ],
  password_chosen: [
    {
      change: (scene) => ({
        kind: 'password_chosen',
        tokenHash: resetToken(scene),
        userId: scene.member,
        passwordHash: 'none',
        at: scene.at,
      }),
      before: (db, scene) =>
        db
          .insertInto('password_resets')
          .values({
            token_hash: resetToken(scene),
            user_id: scene.member,
            created_at: scene.at,
            expires_at: scene.at + dayMs,
          })
          .execute(),
      not: [],
      again: 'stale',
    },
  ],
  sessions_ended: [{ change: ({ member: userId }) => ({ kind: 'sessions_ended', userId }), not: [], again: 'nothing' }],
  member_changed: [
    {
      title: 'a member’s',
      change: (scene) => ({
        kind: 'member_changed',
        accountId: scene.accountId,
        userId: scene.member,
        at: scene.at,
        actor: adminActor(scene),
        from: { role: 'member', state: 'active' },
        to: { role: 'admin', state: 'active' },
      }),
      not: [...byAdmin, 'the acting member is deactivated', 'the acting member is promoted'],
      again: 'stale',
    },
    {
      title: 'an admin’s',
      change: (scene) => ({
        kind: 'member_changed',
        accountId: scene.accountId,
        userId: scene.other,
        at: scene.at,
        actor: adminActor(scene),
        from: { role: 'admin', state: 'active' },
        to: { role: 'member', state: 'active' },
      }),
      not: [...byAdmin, 'the other admin is demoted'],
      again: 'stale',
    },
    {
      title: 'the last but one admin’s own',
      change: (scene) => ({
        kind: 'member_changed',
        accountId: scene.accountId,
        userId: scene.admin,
        at: scene.at,
        actor: adminActor(scene),
        from: { role: 'admin', state: 'active' },
        to: { role: 'admin', state: 'deactivated' },
      }),
      not: [...byAdmin, 'the other admin is demoted'],
      again: 'stale',
    },
  ],
  invitation_sent: [
    {
      title: 'a person’s',
      change: (scene) => ({ ...invitation(scene), actor: adminActor(scene) }),
      not: [...byAdmin, 'the guest is made a member', 'the invitation is withdrawn', 'the guest is invited again'],
      again: 'stale',
    },
    {
      title: 'a program’s',
      change: (scene) => ({
        ...invitation(scene),
        maker: programAsMaker(scene),
        actor: {
          as: 'grant',
          userId: scene.other,
          grantorId: scene.other,
          address: undefined,
          ...program(scene),
          fullAccess: true,
        },
      }),
      not: [...grantEnded, 'the other admin is demoted', 'every key is revoked', 'the guest is made a member'],
      again: 'stale',
    },
  ],
  invitation_revoked: [
    {
      title: 'by an admin',
      change: ({ accountId, invitationId, ...scene }) => ({
        kind: 'invitation_revoked',
        accountId,
        invitationId,
        at: scene.at,
        actor: { userId: scene.admin, address: undefined },
      }),
      not: [...byAdmin, 'the invitation is withdrawn', 'the guest is invited again'],
      again: 'stale',
    },
    {
      title: 'by whom it is for',
      change: (scene) => ({
        kind: 'invitation_revoked',
        accountId: scene.accountId,
        invitationId: scene.invitationId,
        at: scene.at,
        actor: invitedActor(scene),
      }),
      not: ['the invitation is withdrawn', 'the guest is invited again'],
      again: 'stale',
    },
  ],
  invitation_accepted: [
    {
      title: 'a person’s',
      change: (scene) => ({
        kind: 'invitation_accepted',
        accountId: scene.accountId,
        invitationId: scene.invitationId,
        userId: scene.guest,
        role: 'member',
        at: scene.at,
        maker: maker(scene),
        actor: invitedActor(scene),
      }),
      not: [
        'the other admin is demoted',
        'the invitation is withdrawn',
        'the guest is invited again',
        'the guest is made a member',
      ],
      again: 'stale',
    },
    {
      title: 'a program’s',
      change: (scene) => ({
        kind: 'invitation_accepted',
        accountId: scene.accountId,
        invitationId: scene.invitationId,
        userId: scene.guest,
        role: 'member',
        at: scene.at,
        maker: programAsMaker(scene),
        actor: invitedActor(scene),
      }),
      not: [...grantEnded, 'the other admin is demoted', 'every key is revoked'],
      again: 'stale',
    },
  ],
  person_joined: [
    {
      change: ({ accountId, invitationId, at, other }) => ({
        kind: 'person_joined',
        maker: { by: 'person', userId: other },
        accountId,
        invitationId,
        email: `new-${accountId}@scene.test`,
        name: 'New',
        language: 'en',
        passwordHash: '',
        role: 'member',
        at,
        actor: { as: 'invited', userId: undefined, address: undefined },
      }),
      not: ['the other admin is demoted', 'the invitation is withdrawn', 'the guest is invited again'],
      again: 'stale',
    },
  ],
};

function invitation(scene: PreconditionFixture) {
  return {
    kind: 'invitation_sent',
    accountId: scene.accountId,
    invitationId: randomUUID(),
    email: guestEmail(scene.accountId),
    name: '',
    maker: maker(scene),
    replaces: scene.invitationId,
    asksAdmin: false,
    ...({ role: 'member', language: 'en' } as const),
    tokenHash: randomBytes(32),
    mailId: randomUUID(),
    sealedToken: randomBytes(8),
    expiresAt: scene.at + dayMs,
    at: scene.at,
  } as const;
}
