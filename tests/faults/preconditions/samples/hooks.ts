import type { ExternalChange, HooksChange, ModerationChange } from '@pristan/rules';
import { randomBytes, randomUUID } from 'node:crypto';
import { origin, redirectUri } from '../fixture.ts';
import type { Samples } from './sample.ts';
import {
  dayMs,
  byAdmin,
  paused,
  deleted,
  adminActor,
  platformActor,
  changeContext,
  newSecret,
  accountHost,
  buttonMetadata,
} from './sample.ts';

export const hooksSamples: Samples<(HooksChange | ExternalChange | ModerationChange)['kind']> = {
  hook_enqueued: [
    {
      change: ({ accountId, integrationId, at }) => ({
        kind: 'hook_enqueued',
        accountId,
        at,
        delivery: {
          deliveryId: randomUUID(),
          integrationId,
          hook: 'disconnect',
          url: redirectUri,
          facts: {},
          cause: { epoch: 2 },
        },
      }),
      not: [],
      again: 'more',
    },
  ],
  hook_attempted: [
    {
      change: (scene) => ({
        kind: 'hook_attempted',
        accountId: scene.accountId,
        deliveryId: scene.startedDeliveryId,
        integrationId: scene.integrationId,
        receiverHost: accountHost(scene),
        number: 1,
        at: scene.at,
        request: undefined,
        status: 200,
        answer: '',
        answerHeaders: {},
        tookMs: 1,
        failure: undefined,
        state: 'delivered',
        mayHaveArrived: true,
        dueAt: undefined,
        receiver: 'answers',
      }),
      not: [],
      again: 'stale',
    },
  ],
  receiver_marked: [
    {
      change: (scene) => ({
        kind: 'receiver_marked',
        integrationId: scene.integrationId,
        receiverHost: accountHost(scene),
        failingSince: scene.at,
        failure: 'timeout',
        status: undefined,
        at: scene.at,
      }),
      not: [],
      again: 'stale',
    },
  ],
  receiver_stopped: [
    {
      change: (scene) => ({
        kind: 'receiver_stopped',
        integrationId: scene.integrationId,
        url: redirectUri,
        receiverHost: accountHost(scene),
        at: scene.at,
      }),
      not: [],
      again: 'stale',
    },
  ],
  receiver_enabled: [
    {
      change: (scene) => ({ kind: 'receiver_enabled', ...changeContext(scene), url: redirectUri }),
      before: (_, scene) => scene.receiverStopped(),
      not: [...byAdmin, deleted],
      again: 'stale',
    },
  ],
  hook_resent: [
    {
      change: (scene) => ({
        kind: 'hook_resent',
        ...changeContext(scene),
        ownerId: scene.accountId,
        deliveryId: scene.failedDeliveryId,
      }),
      not: [...byAdmin, deleted],
      again: 'stale',
    },
  ],
  hook_tested: [
    {
      change: (scene) => ({ kind: 'hook_tested', ...changeContext(scene), deliveryId: randomUUID(), hook: 'install' }),
      not: [...byAdmin, deleted],
      again: 'more',
    },
  ],
  external_created: [
    {
      change: (scene) => ({
        kind: 'external_created',
        ...changeContext(scene),
        integrationId: randomUUID(),
        metadata: buttonMetadata,
        secret: newSecret(),
      }),
      not: byAdmin,
      again: 'more',
    },
  ],
  handover_started: [
    {
      change: (scene) => ({
        kind: 'handover_started',
        accountId: scene.accountId,
        handoverId: scene.newHandoverId,
        integrationId: scene.cloneId,
        grantId: scene.cloneGrantId,
        userId: scene.other,
        deliveryId: randomUUID(),
        sealedPath: randomBytes(8),
        pullChallenge: undefined,
        at: scene.at,
      }),
      not: [],
      again: 'stale',
    },
  ],
  handover_pulled: [
    {
      change: ({ accountId, handoverId, cloneId: integrationId, cloneGrantId: grantId, other, at }) => ({
        kind: 'handover_pulled',
        accountId,
        handoverId,
        integrationId,
        grantId,
        userId: other,
        at,
        address: '',
      }),
      not: [
        'the other admin is demoted',
        'the clone is paused',
        'the clone is deleted',
        'the clone is disabled',
        'the clone’s grant is revoked',
      ],
      again: 'stale',
    },
  ],
  handover_code_minted: [
    {
      change: ({ accountId, handoverId, codeId, at }) => ({
        kind: 'handover_code_minted',
        accountId,
        handoverId,
        codeId,
        before: undefined,
        at,
      }),
      not: [],
      again: 'stale',
    },
  ],
  external_logo_settled: [
    {
      change: ({ accountId, cloneId: integrationId }) => ({
        kind: 'external_logo_settled',
        accountId,
        integrationId,
        logoHash: undefined,
      }),
      not: [],
      again: 'nothing',
    },
  ],
  clone_notice_recorded: [
    {
      change: (scene) => ({
        kind: 'clone_notice_recorded',
        group: { redirectOrigin: `https://${accountHost(scene)}`, secretsOrigin: origin },
        accounts: 1,
        threshold: 1,
        mailedTo: [],
        at: scene.at,
      }),
      not: [],
      again: 'stale',
    },
  ],
  adoption_started: [
    {
      change: (scene) => ({
        kind: 'adoption_started',
        ...changeContext(scene),
        adoptionId: randomUUID(),
        origin,
        movesAt: scene.at + dayMs,
        clones: [{ accountId: scene.accountId, integrationId: scene.cloneId }],
      }),
      not: [...byAdmin, paused, deleted, 'the redirect URI is edited'],
      again: 'more',
    },
  ],
  adoption_planned: [
    {
      change: ({ accountId, integrationId, adoptionId, at }) => ({
        kind: 'adoption_planned',
        integrationId,
        accounts: [
          {
            accountId,
            facts: {
              accountId,
              account: 'Scene',
              adoptionId,
              integration: 'Scene',
              owner: 'Scene',
              origin,
              movesAt: at + dayMs,
              clones: 1,
            },
          },
        ],
        at,
      }),
      not: [],
      again: 'more',
    },
  ],
  adoption_refused: [
    {
      change: (scene) => ({
        kind: 'adoption_refused',
        accountId: scene.accountId,
        adoptionId: scene.adoptionId,
        at: scene.at,
        actor: adminActor(scene),
      }),
      before: (_, scene) => scene.clonesAsked(),
      not: byAdmin,
      again: 'stale',
    },
  ],
  adoption_settled: [
    {
      change: ({ accountId, adoptionId, cloneId, admin, at }) => ({
        kind: 'adoption_settled',
        accountId,
        adoptionId,
        moved: [cloneId],
        starter: { accountId, userId: admin },
        lapsed: [],
        at,
      }),
      before: (_, scene) => scene.clonesAsked(),
      not: byAdmin,
      again: 'stale',
    },
  ],
  clone_adopted: [
    {
      change: (scene) => ({
        kind: 'clone_adopted',
        ...changeContext(scene),
        integrationId: scene.cloneId,
        grantIds: [scene.cloneGrantId],
        adopterId: scene.integrationId,
        actor: platformActor,
      }),
      not: ['the clone is paused', 'the clone is deleted', 'the clone’s grant is revoked'],
      again: 'stale',
    },
  ],
};
