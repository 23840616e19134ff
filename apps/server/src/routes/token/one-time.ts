import { mintOneTimeToken } from '@pristan/flows';
import { integrationParams, oneTimeToken } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../../environment/open.ts';
import { answer, refusal } from '../../http/platform-endpoint.ts';
import { platformRoute } from '../../http/platform-route.ts';
import { aboutOf } from '../../http/platform-call.ts';
import { unixSeconds } from '../../http/unix-seconds.ts';
import { tokenEnvironment } from './environment.ts';

/** `POST …/installations/{client_id}/one-time-token`. @see docs/spec/dialect.md#one-time */
export function oneTimeApi(app: FastifyInstance, world: World): void {
  const env = { ...tokenEnvironment(world), store: world.store };

  platformRoute(app, world, {
    method: 'POST',
    path: '/accounts/:account_id/installations/:client_id/one-time-token',
    tag: 'token',
    operationId: 'mint_one_time_token',
    repeatable: 'naturally',
    summary: 'Tell an integration’s backend who you are',
    description:
      'A JWT for half an hour, signed with the client secret (HS256), that names you and the account. It opens nothing of the platform’s API.',
    params: integrationParams,
    status: 201,
    answer: oneTimeToken,
    problems: ['not_installed', 'integration_stopped'],
    handle: async (call) => {
      const minted = await mintOneTimeToken(env, aboutOf(call));
      if (minted.kind === 'minted') return answer({ token: minted.token, expires_at: unixSeconds(minted.expiresAt) });
      return refusal(minted.reason === 'forbidden' ? 'account_not_found' : minted.reason);
    },
  });
}
