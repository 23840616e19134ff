import { revealSecret, rotateSecret } from '@pristan/flows';
import { secretOverlapHours } from '@pristan/rules';
import { integrationParams, revealedSecret, rotatedSecret, secretList, secretRotation } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../../environment/open.ts';
import { answer, refusal } from '../../http/platform-endpoint.ts';
import { platformRoute } from '../../http/platform-route.ts';
import { aboutOf } from '../../http/platform-call.ts';
import { secondsOrNull, unixSeconds } from '../../http/unix-seconds.ts';
import { refusalOf } from './integration-body.ts';

const path = '/accounts/:account_id/integrations/:client_id/secret';

/** An integration's secret: shown, and replaced. @see docs/spec/dialect.md#secret-rotation */
export function secretApi(app: FastifyInstance, world: World): void {
  platformRoute(app, world, {
    method: 'GET',
    path,
    tag: 'registry',
    operationId: 'reveal_secret',
    summary: 'Show the secret',
    description: 'Each showing is recorded in the account’s log with who asked and from where.',
    params: integrationParams,
    answer: revealedSecret,
    problems: ['integration_not_found'],
    handle: async (call) => {
      const revealed = await revealSecret(world, aboutOf(call));
      if (revealed.kind === 'refuse') return refusalOf(revealed);
      return answer({ client_id: call.params.client_id, client_secret: revealed.clientSecret });
    },
  });

  platformRoute(app, world, {
    method: 'GET',
    path: `${path}s`,
    tag: 'registry',
    operationId: 'list_secrets',
    summary: 'The secrets that work, and when each was used',
    description:
      'Without the secrets themselves. After a rotation it shows when the old one fell silent. Use is a request that was answered with tokens; it is stored once a minute.',
    params: integrationParams,
    answer: secretList,
    problems: ['integration_not_found'],
    handle: async ({ params: { account_id, client_id } }) => {
      const secrets = await world.store.registry.secrets(account_id, client_id, world.clock.now());
      // One always works.
      if (secrets.length === 0) return refusal('integration_not_found');
      return answer({
        secrets: secrets.map((secret) => ({
          secret_id: secret.secretId,
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
    summary: 'Replace the secret',
    description:
      'The new secret works at once, the named one for a while more; one older than that ends now, so at most two work. No code and no token ends, unless `revoke_now` is given. A secret that was replaced before is not replaced again.',
    params: integrationParams,
    body: secretRotation,
    answer: rotatedSecret,
    problems: ['integration_not_found', 'secret_replaced', 'invalid_fields'],
    handle: async (call) => {
      const { replaces, overlap_hours: overlapHours, revoke_now: revokeNow = false } = call.body;
      if (revokeNow && overlapHours !== undefined) {
        return refusal('invalid_fields', [{ field: 'overlap_hours', code: 'not_with_revoke_now' }]);
      }
      const rotated = await rotateSecret(call.world, aboutOf(call), {
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
