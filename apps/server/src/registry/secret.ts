import { revealSecret, rotateSecret, secretAssociatedData } from '@pristan/flows';
import { secretOverlapHours } from '@pristan/rules';
import { integrationParams, revealedSecret, rotatedSecret, secretList, secretRotation } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { targetOf } from '../http/platform-call.ts';
import { secondsOrNull, unixSeconds } from '../http/unix-seconds.ts';
import { refusalOf } from './integration-body.ts';

/**
 * Number of last characters of a client secret that are shown to tell it from others; 4 out of 64 give nothing away.
 */
const LAST_FOUR = 4;

const path = '/accounts/:account_id/integrations/:client_id/secret';

/** Endpoints that show and rotate an integration's client secret. @see docs/spec/dialect.md#secret-rotation */
export function secretApi(app: FastifyInstance, world: World): void {
  platformRoute(app, world, {
    method: 'GET',
    path,
    tag: 'registry',
    operationId: 'reveal_secret',
    summary: 'Show the secret',
    description: 'The account’s activity log records each request, with person and IP address.',
    params: integrationParams,
    answer: revealedSecret,
    problems: ['integration_not_found'],
    handle: async (call) => {
      const revealed = await revealSecret(world, targetOf(call));
      if (revealed.kind === 'refuse') return refusalOf(revealed);
      return answer({ client_id: call.params.client_id, client_secret: revealed.clientSecret });
    },
  });

  platformRoute(app, world, {
    method: 'GET',
    path: `${path}s`,
    tag: 'registry',
    operationId: 'list_secrets',
    summary: 'List the active secrets, with their last use',
    description:
      'Shows only the last four characters of each secret. After a rotation, watch here until the old secret is no longer used. A use is a request that got tokens; uses are stored once a minute.',
    params: integrationParams,
    answer: secretList,
    problems: ['integration_not_found'],
    handle: async ({ params: { account_id, client_id } }) => {
      const secrets = await world.store.registry.secrets(account_id, client_id, world.clock.now());
      // An integration always has a working secret, so without one there is no such integration in this account.
      if (secrets.length === 0) return refusal('integration_not_found');
      return answer({
        secrets: secrets.map((secret) => ({
          secret_id: secret.secretId,
          last_four: world.vault.open(secretAssociatedData(secret.secretId), secret.sealed).slice(-LAST_FOUR),
          created_at: unixSeconds(secret.createdAt),
          ends_at: secondsOrNull(secret.endsAt),
          first_used_at: secondsOrNull(secret.firstUsedAt),
          last_used_at: secondsOrNull(secret.lastUsedAt),
        })),
      });
    },
  });

  platformRoute(app, world, {
    method: 'POST',
    path: `${path}/rotation`,
    tag: 'registry',
    operationId: 'rotate_secret',
    repeatable: 'precondition',
    summary: 'Rotate the secret',
    description:
      'The new secret works immediately, and the named one for a while longer; any older one expires now, so at most two work. Codes and tokens stay valid unless `revoke_now` is set. A secret that is no longer current cannot be rotated.',
    params: integrationParams,
    body: secretRotation,
    answer: rotatedSecret,
    problems: ['integration_not_found', 'secret_replaced', 'invalid_fields'],
    handle: async (call) => {
      const { replaces, overlap_hours: overlapHours, revoke_now: revokeNow = false } = call.body;
      if (revokeNow && overlapHours !== undefined) {
        return refusal('invalid_fields', [{ field: 'overlap_hours', code: 'not_with_revoke_now' }]);
      }
      const rotated = await rotateSecret(call.world, targetOf(call), {
        replaces: replaces.toLowerCase(),
        overlapHours: overlapHours ?? secretOverlapHours,
        revokeNow,
      });
      if (rotated.kind === 'refuse') return refusalOf(rotated);
      return answer({
        client_id: call.params.client_id,
        secret_id: rotated.secretId,
        client_secret: rotated.clientSecret,
        old_secret_ends_at: unixSeconds(rotated.overlapEndsAt),
      });
    },
  });
}
