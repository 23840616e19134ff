import type { CallEnvironment } from '@pristan/flows';
import type { Caller, Method } from '@pristan/rules';
import { methodRefusal } from '@pristan/rules';
import type { ApiProblem } from '@pristan/wire';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import type { ServedOn } from './api-caller.ts';
import { callerOf } from './api-caller.ts';
import { UnreadableBody } from './bodies.ts';
import { sendProblem } from './problem.ts';

/** A request whose caller is known and may call the method. */
export interface ApiCall {
  readonly caller: Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What one HTTP method of a path does, and who may call it. */
export interface ApiMethod {
  readonly method: Method;
  answer(call: ApiCall): Promise<FastifyReply>;
}

/** One path of amoCRM's API. */
export interface ApiPath {
  readonly url: string;
  readonly servedOn?: ServedOn;
  readonly GET: ApiMethod;
  readonly POST?: ApiMethod;
}

const allMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/**
 * Serves a path: the caller is settled before a body is read, rights after that, and any other HTTP method is 405.
 *
 * @see docs/spec/dialect.md#api-errors
 */
export function apiPath(app: FastifyInstance, world: World, env: CallEnvironment, path: ApiPath): void {
  const { platform } = world.config;
  const callers = new WeakMap<FastifyRequest, Caller>();
  const known = { GET: path.GET, ...(path.POST === undefined ? {} : { POST: path.POST }) };
  for (const [method, served] of Object.entries(known)) {
    app.route({
      method,
      url: path.url,
      config: { dialect: 'api' },
      onRequest: async (request, reply) => {
        const caller = await callerOf(world, env, request, path.servedOn ?? 'account');
        if (caller.kind === 'problem') return sendProblem(reply, caller.problem, platform);
        const refusal = methodRefusal(served.method, { kind: caller.integrationKind, admin: caller.admin });
        if (refusal !== undefined)
          return sendProblem(
            reply,
            {
              kind: 'forbidden',
              detail: forbidden[caller.restricted && refusal === 'external_integration' ? 'moved_grant' : refusal],
            },
            platform,
          );
        callers.set(request, caller);
        return undefined;
      },
      handler: async (request, reply) => {
        const caller = callers.get(request);
        if (caller === undefined) throw new Error(`nobody was settled for ${method} ${path.url}`);
        return served.answer({ caller, request, reply });
      },
      errorHandler: (error: FastifyError, _request, reply) => {
        if (!(error instanceof UnreadableBody)) throw error;
        void sendProblem(reply, unreadable(error.message), platform);
      },
    });
  }
  const allowed = ['HEAD', ...Object.keys(known)];
  refuseOtherMethods(app, world, path.url, allowed);
}

/** 405 for every HTTP method of a known path that is not among `allowed`. */
export function refuseOtherMethods(app: FastifyInstance, world: World, url: string, allowed: readonly string[]): void {
  app.route({
    method: allMethods.filter((method) => !allowed.includes(method)),
    url,
    config: { dialect: 'api' },
    // Before a body is read or a content type minded.
    onRequest: async (_request, reply) =>
      sendProblem(reply.header('Allow', allowed.join(', ')), { kind: 'method_not_allowed' }, world.config.platform),
    handler: async () => undefined,
  });
}

/** The 400 of a body that is no JSON at all. */
export function unreadable(detail: string): ApiProblem {
  return { kind: 'invalid', errors: [{ requestId: '0', code: 'InvalidJson', path: '', detail }] };
}

const forbidden = {
  external_integration: 'External integrations may not call the users methods',
  moved_grant: 'This access came from an external integration; the users methods need a new consent of an admin',
  not_admin: 'This method needs the rights of an account admin',
} as const;
