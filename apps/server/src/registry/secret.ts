import { revealSecret, rotateSecret, secretAssociatedData } from '@pristan/flows';
import { secretOverlapHours } from '@pristan/rules';
import { contracts } from '@pristan/wire/api';
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

/** Endpoints that show and rotate an integration's client secret. @see docs/spec/dialect.md#secret-rotation */
export function secretApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.reveal_secret, {
    handle: async (call) => {
      const revealed = await revealSecret(world, targetOf(call));
      if (revealed.kind === 'refuse') return refusalOf(revealed);
      return answer({ client_id: call.params.client_id, client_secret: revealed.clientSecret });
    },
  });

  platformRoute({ app, world }, contracts.list_secrets, {
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

  platformRoute({ app, world }, contracts.rotate_secret, {
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
