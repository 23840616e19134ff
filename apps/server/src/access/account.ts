import type { CallEnvironment } from '@pristan/flows';
import type { AccountExtra } from '@pristan/wire';
import { accountExtras, formatAccount } from '@pristan/wire';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { originOfRequest } from '../http/address.ts';
import { apiPath } from '../http/api-path.ts';
import { sendHal, sendProblem } from '../http/problem.ts';
import { unixSeconds } from '../http/unix-seconds.ts';
import { queryOf } from './query.ts';

const url = '/api/v4/account';

/** `GET /api/v4/account`: the token's account, for any live access token. @see docs/spec/dialect.md#account */
export function accountPath(app: FastifyInstance, world: World, env: CallEnvironment): void {
  apiPath(
    app,
    { world, env },
    {
      GET: {
        method: 'account.read',
        async answer({ caller, request, reply }) {
          const account = await world.store.accounts.account(caller.accountId);
          if (account === undefined)
            return sendProblem(reply, { kind: 'unauthorized', tokenSent: true }, world.config.platform);
          const answer = {
            id: account.accountId,
            name: account.name,
            subdomain: account.subdomain,
            uuid: account.uuid,
            currentUserId: caller.userId,
            createdAt: unixSeconds(account.createdAt),
            updatedAt: unixSeconds(account.updatedAt),
            createdBy: account.createdBy,
            updatedBy: account.updatedBy,
            technical: account.technical,
            href: `${originOfRequest(request, world.config)}${url}`,
          };
          return sendHal(reply, formatAccount(answer, extrasOf(request), world.config.platform));
        },
      },
    },
  );
}

/** Reads the names in the query parameter `with=a,b`, also written as `with[]=a&with[]=b`; ignores unknown names. */
function extrasOf(request: FastifyRequest): readonly AccountExtra[] {
  const asked = [...queryOf(request)].flatMap(([name, value]) =>
    /^with(\[\d*\])?$/.test(name) ? value.split(',') : [],
  );
  const names = new Set(asked.map((name) => name.trim()));
  return accountExtras.filter((extra) => names.has(extra));
}
