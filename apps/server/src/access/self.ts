import type { CallEnvironment } from '@pristan/flows';
import { formatSelf } from '@pristan/wire';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { originOfRequest } from '../http/address.ts';
import { apiPath } from '../http/api-path.ts';
import { sendHal, sendProblem } from '../http/problem.ts';

const url = '/v3/user';

/** `GET /v3/user`: the person for whom the access token acts. @see docs/spec/dialect.md#v3-user */
export function selfPath(app: FastifyInstance, world: World, env: CallEnvironment): void {
  apiPath(
    app,
    { world, env },
    {
      GET: {
        method: 'self.read',
        async answer({ caller, request, reply }) {
          const user = await world.store.accounts.user(caller.userId);
          if (user === undefined)
            return sendProblem(reply, { kind: 'unauthorized', tokenSent: true }, world.config.platform);
          const { userId: id, name, email } = user;
          return sendHal(
            reply,
            formatSelf({ id, name, email, href: `${originOfRequest(request, world.config)}${url}` }),
          );
        },
      },
    },
  );
}
