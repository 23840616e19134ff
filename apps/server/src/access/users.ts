import type { CallEnvironment, MemberRow } from '@pristan/flows';
import { readId } from '@pristan/flows';
import { formatPage, formatUser, readPage } from '@pristan/wire';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { addressOf, originOfRequest } from '../http/address.ts';
import { apiPath } from '../http/api-path.ts';
import { sendHal, sendProblem } from '../http/problem.ts';
import { addUsersMethod } from './add-users.ts';
import { queryOf } from './query.ts';

const url = '/api/v4/users';

/**
 * `GET` and `POST /api/v4/users`: lists and invites the account's members, for admins.
 *
 * @see docs/spec/dialect.md#users
 */
export function usersPath(app: FastifyInstance, world: World, env: CallEnvironment): void {
  const { platform } = world.config;
  apiPath(
    app,
    { world, env },
    {
      GET: {
        method: 'users.list',
        async answer({ caller, request, reply }) {
          const asked = readPage(queryOf(request));
          if ('problem' in asked) return sendProblem(reply, { kind: 'unprocessable', detail: asked.problem }, platform);
          const { page, limit } = asked;
          const { members, total } = await world.store.accounts.members(caller.accountId, {
            limit,
            offset: (page - 1) * limit,
          });
          if (members.length === 0) return reply.code(204).send();
          const users = members.map((member) => formatUser(answerOf(world, request, member)));
          return sendHal(
            reply,
            formatPage({ page, limit, total, href: `${originOfRequest(request, world.config)}${url}` }, { users }),
          );
        },
      },
      POST: addUsersMethod(world),
    },
  );
}

/** `GET /api/v4/users/{id}`: one member, for admins; 404 for a person who is not in the token's account. */
export function userPath(app: FastifyInstance, world: World, env: CallEnvironment): void {
  apiPath(
    app,
    { world, env },
    {
      GET: {
        method: 'users.read',
        async answer({ caller, request, reply }) {
          const userId = readId(idOf(request));
          const member =
            userId === undefined
              ? undefined
              : await world.store.accounts.member(caller.accountId, userId, world.clock.now());
          if (member !== undefined) return sendHal(reply, formatUser(answerOf(world, request, member)));
          const address = addressOf(request, world.config);
          return sendProblem(reply, { kind: 'not_found', method: request.method, url: address }, world.config.platform);
        },
      },
    },
  );
}

function idOf({ params }: FastifyRequest): string {
  return typeof params === 'object' && params !== null && 'id' in params ? String(params.id) : '';
}

function answerOf(world: World, request: FastifyRequest, member: MemberRow) {
  const { userId: id, name, email, language, role, state } = member;
  const href = `${originOfRequest(request, world.config)}${url}/${id}`;
  return { id, name, email, language, admin: role === 'admin', active: state === 'active', href };
}
