import type { SetupProgressRow } from '@pristan/flows';
import type { FirstTokenBody } from '@pristan/wire/api';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { answer, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { accountHost } from '../http/site.ts';
import { secondsOrNull, unixSeconds } from '../http/unix-seconds.ts';

/**
 * `GET …/integrations/{client_id}/first-token`: an integrator's progress towards the first token of an integration.
 *
 * @see docs/spec/dialect.md#first-token
 */
export function firstTokenApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.read_first_token, {
    handle: async ({ params: { account_id: accountId, client_id: integrationId } }) => {
      const { registry, accounts, evidence } = world.store;
      const [integration, account, found] = await Promise.all([
        registry.integration(accountId, integrationId),
        accounts.account(accountId),
        evidence.progress(accountId, integrationId),
      ]);
      if (integration === undefined || account === undefined) return refusal('integration_not_found');
      return answer({ addresses: addressesOf(world, account.subdomain), ...stepsOf(world, accountId, found) });
    },
  });
}

function addressesOf({ config }: World, subdomain: string): FirstTokenBody['addresses'] {
  const { origin, protocol } = new URL(config.publicUrl);
  // A development server names the public site as API host: most HTTP clients do not resolve demo.localhost by
  // themselves.
  const api = config.local ? origin : `${protocol}//${accountHost(subdomain, config)}`;
  return { authorize: `${origin}/oauth`, token: `${api}/oauth2/access_token`, api };
}

function stepsOf(world: World, accountId: number, found: SetupProgressRow): Omit<FirstTokenBody, 'addresses'> {
  const { code, refused } = found;
  // API calls that this node has not stored yet count at once: a person is waiting for them on the page.
  const now = world.clock.now();
  const gathered = found.grantIds.map((grantId) => world.uses.lastOf({ accountId, grantId }, now) ?? 0);
  const calledAt = Math.max(found.calledAt ?? 0, ...gathered);
  return {
    code:
      code === undefined
        ? null
        : {
            issued_at: unixSeconds(code.issuedAt),
            expires_at: unixSeconds(code.expiresAt),
            redeemed_at: secondsOrNull(code.redeemedAt),
          },
    exchanged_at: secondsOrNull(found.exchangedAt),
    called_at: secondsOrNull(calledAt === 0 ? undefined : calledAt),
    refreshed_at: secondsOrNull(found.refreshedAt),
    refused:
      refused === undefined
        ? null
        : { at: unixSeconds(refused.at), reason: refused.fault, difference: refused.difference ?? null },
  };
}
