import type { TokenChange } from '@pristan/rules';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Samples } from './sample.ts';
import {
  dayMs,
  byAdmin,
  paused,
  deleted,
  disabled,
  grantEnded,
  adminActor,
  memberActor,
  changeContext,
} from './sample.ts';

export const tokenSamples: Samples<TokenChange['kind']> = {
  code_redeemed: [
    {
      change: ({ accountId, codeId, integrationId, ownGrantId: grantId, at }) => ({
        kind: 'code_redeemed',
        accountId,
        codeId,
        at,
        family: {
          accountId,
          familyId: randomUUID(),
          grantId,
          integrationId,
          epoch: 1,
          keyEpoch: 1,
          generation: 1,
          macKeyId: 'm1',
          createdAt: at,
          expiresAt: at + dayMs,
          address: '',
        },
      }),
      not: [
        paused,
        deleted,
        disabled,
        'every key is revoked',
        'the member’s grant is revoked',
        'the acting member is deactivated and their grant ends',
      ],
      again: 'stale',
    },
  ],
  family_rotated: [
    {
      change: ({ accountId, familyId, at }) => ({
        kind: 'family_rotated',
        accountId,
        familyId,
        from: 1,
        macKeyId: 'm1',
        at,
        expiresAt: at + dayMs,
        address: '',
      }),
      not: [
        paused,
        deleted,
        disabled,
        'every key is revoked',
        'the member’s grant is revoked',
        'the acting member is deactivated and their grant ends',
      ],
      again: 'stale',
    },
  ],
  idle_families_ended: [
    {
      change: ({ accountId, ownGrantId: grantId }) => ({ kind: 'idle_families_ended', accountId, grantId, kept: 0 }),
      not: [],
      again: 'nothing',
    },
  ],
  refresh_reused: [
    {
      change: ({ accountId, familyId, integrationId, at }) => ({
        kind: 'refresh_reused',
        accountId,
        familyId,
        integrationId,
        generation: 0,
        isFirst: true,
        firstUsedAt: undefined,
        firstAddress: undefined,
        at,
        address: '',
      }),
      not: [],
      again: 'stale',
    },
  ],
  exchange_refused: [
    {
      change: ({ integrationId, accountId, at }) => ({
        kind: 'exchange_refused',
        integrationId,
        accountId,
        fault: 'code_expired',
        difference: undefined,
        at,
      }),
      not: [],
      again: 'nothing',
    },
  ],
  secret_first_used: [
    {
      change: ({ integrationId, secretId, at }) => ({ kind: 'secret_first_used', integrationId, secretId, at }),
      not: [],
      again: 'nothing',
    },
  ],
  keys_shown: [
    {
      change: ({ integrationId, at }) => ({ kind: 'keys_shown', integrationId, at }),
      not: [],
      again: 'nothing',
    },
  ],
  long_lived_minted: [
    {
      change: (scene) => ({
        kind: 'long_lived_minted',
        accountId: scene.accountId,
        at: scene.at,
        actor: adminActor(scene),
        token: {
          tokenId: randomUUID(),
          grantId: scene.grantId,
          integrationId: scene.integrationId,
          name: 'a',
          keyEpoch: 1,
          expiresAt: scene.at + dayMs,
        },
      }),
      not: [...byAdmin, ...grantEnded, 'every key is revoked'],
      again: 'more',
    },
  ],
  long_lived_revoked: [
    {
      change: (scene) => ({ kind: 'long_lived_revoked', ...changeContext(scene), tokenId: scene.longLivedId }),
      not: byAdmin,
      again: 'stale',
    },
  ],
  personal_token_minted: [
    {
      change: (scene) => ({
        kind: 'personal_token_minted',
        accountId: scene.accountId,
        at: scene.at,
        actor: adminActor(scene),
        sessionHash: scene.sessionHash,
        token: {
          tokenId: randomUUID(),
          tokenHash: randomBytes(32),
          userId: scene.admin,
          name: 'a',
          abilities: [],
          integrationId: scene.integrationId,
          expiresAt: scene.at + dayMs,
        },
      }),
      not: [...byAdmin, deleted],
      again: 'more',
    },
  ],
  personal_token_revoked: [
    {
      title: 'somebody else’s, by an admin',
      change: (scene) => ({
        kind: 'personal_token_revoked',
        accountId: scene.accountId,
        at: scene.at,
        actor: adminActor(scene),
        tokenId: scene.personalId,
        userId: scene.member,
        name: 'ci',
        integrationId: undefined,
      }),
      not: byAdmin,
      again: 'stale',
    },
    {
      title: 'one’s own',
      change: (scene) => ({
        kind: 'personal_token_revoked',
        accountId: scene.accountId,
        at: scene.at,
        actor: memberActor(scene),
        tokenId: scene.personalId,
        userId: scene.member,
        name: 'ci',
        integrationId: undefined,
      }),
      not: ['the acting member is deactivated'],
      again: 'stale',
    },
  ],
  personal_tokens_ended: [
    {
      change: (scene) => ({
        kind: 'personal_tokens_ended',
        accountId: scene.accountId,
        userId: scene.member,
        tokens: [{ accountId: scene.accountId, tokenId: scene.personalId, name: 'ci', integrationId: undefined }],
        at: scene.at,
        by: adminActor(scene),
      }),
      not: [],
      again: 'stale',
    },
  ],
};
