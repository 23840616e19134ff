import type { AccountRow, CallEnvironment } from '@pristan/flows';
import { findAccountByRefreshToken } from '@pristan/flows';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { World } from '../environment/open.ts';
import { addressOf } from '../http/address.ts';
import { apiPath } from '../http/api-path.ts';
import { sendHal, sendProblem } from '../http/problem.ts';
import { accountHost } from '../http/site.ts';
import { tokenEnvironment } from '../environment/token-environment.ts';

/**
 * `GET /oauth2/account/subdomain`: current subdomain of the account that an access token belongs to.
 *
 * @see docs/spec/dialect.md#subdomain-lookups
 */
export function accountByTokenPath(app: FastifyInstance, world: World, env: CallEnvironment): void {
  apiPath(
    app,
    { world, env },
    {
      servedOn: 'account and public site',
      GET: {
        method: 'account.find',
        answer: async ({ caller, reply }) =>
          sendAccount(world, reply, await world.store.accounts.account(caller.accountId)),
      },
    },
  );
}

/**
 * `GET /oauth2/account/current/subdomain`: current subdomain of the account that the refresh token in the header
 * `X-Refresh-Token` belongs to. Served on the API domain only.
 *
 * @see docs/spec/dialect.md#subdomain-lookups
 */
export function accountByRefreshTokenPath(app: FastifyInstance, world: World): void {
  const env = tokenEnvironment(world);
  const url = '/oauth2/account/current/subdomain';
  app.get(
    url,
    { config: { dialect: 'api', method: 'account.find_by_refresh_token', cost: 'program' } },
    async (request, reply) => {
      if (request.site.kind !== 'api') {
        const address = addressOf(request, world.config);
        return sendProblem(reply, { kind: 'not_found', method: request.method, url: address }, world.config.platform);
      }
      const refreshToken = request.headers['x-refresh-token'];
      const account =
        typeof refreshToken === 'string'
          ? await findAccountByRefreshToken({ ...env, store: world.store }, { refreshToken, address: request.ip })
          : undefined;
      return sendAccount(world, reply, account);
    },
  );
}

async function sendAccount(
  { config }: World,
  reply: FastifyReply,
  account: AccountRow | undefined,
): Promise<FastifyReply> {
  if (account === undefined) return sendProblem(reply, { kind: 'unauthorized' }, config.platform);
  return sendHal(reply, {
    id: account.accountId,
    subdomain: account.subdomain,
    domain: accountHost(account.subdomain, config),
    top_level_domain: config.baseDomain.replace(/:\d+$/, '').split('.').at(-1) ?? '',
  });
}
