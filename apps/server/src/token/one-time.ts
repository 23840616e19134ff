import { mintOneTimeToken } from '@pristan/flows';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { targetOf } from '../http/platform-call.ts';
import { unixSeconds } from '../http/unix-seconds.ts';
import { tokenEnvironment } from '../environment/token-environment.ts';

/**
 * `POST …/installations/{client_id}/one-time-token`: issues a JWT that names the person who looks at a widget, and the
 * account.
 *
 * @see docs/spec/dialect.md#one-time
 */
export function oneTimeApi(app: FastifyInstance, world: World): void {
  const env = { ...tokenEnvironment(world), store: world.store };

  platformRoute({ app, world }, contracts.mint_one_time_token, {
    handle: async (call) => {
      const minted = await mintOneTimeToken(env, targetOf(call));
      if (minted.kind === 'minted') return answer({ token: minted.token, expires_at: unixSeconds(minted.expiresAt) });
      return refusal(minted.reason === 'forbidden' ? 'account_not_found' : minted.reason);
    },
  });
}
