import type { Caller, MethodRefusal, MethodRule, methods, TokenMethod } from '@pristan/rules';
import { methodRefusal, methodRule } from '@pristan/rules';
import type { ApiProblem, Repeatable } from '@pristan/wire';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiEnvironment, ServingHosts } from './api-caller.ts';
import { callerOf } from './api-caller.ts';
import { UnreadableBody } from './bodies.ts';
import { sendProblem } from './problem.ts';

/** A request to an API method whose caller is known and may call that method. */
export interface ApiCall {
  readonly caller: Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

type ServedBy<Verb extends string> = {
  [Name in TokenMethod]: (typeof methods)[Name]['served'] extends `${Verb} ${string}` ? Name : never;
}[TokenMethod];

/** Handler of an API method. The rules' table of methods holds the method's path and who may call it. */
export interface ApiMethod<Verb extends string> {
  readonly method: ServedBy<Verb>;
  answer(call: ApiCall): Promise<FastifyReply>;
}

/** One path of amoCRM's API; the path itself is taken from the rules' table of methods, entry `GET`. */
export interface ApiPath {
  readonly servedOn?: ServingHosts;
  readonly GET: ApiMethod<'GET'>;
  /** A method that writes declares the effect of a repeated request. */
  readonly POST?: ApiMethod<'POST'> & { readonly repeatable: Repeatable };
}

/**
 * Serves one path of amoCRM's API. Checks the caller and then the caller's rights, both before the request's body is
 * read.
 *
 * @see docs/spec/dialect.md#api-errors
 */
export function apiPath(app: FastifyInstance, environment: ApiEnvironment, path: ApiPath): void {
  const { platform } = environment.world.config;
  const callers = new WeakMap<FastifyRequest, Caller>();
  const known = { GET: path.GET, ...(path.POST === undefined ? {} : { POST: path.POST }) };
  const url = addressOfMethod(methodRule(path.GET.method));
  for (const [method, served] of Object.entries(known)) {
    app.route({
      method,
      url,
      config: { dialect: 'api', method: served.method, cost: 'program' },
      onRequest: async (request, reply) => {
        const caller = await callerOf(environment, request, path.servedOn ?? 'account');
        if (caller.kind === 'problem') return sendProblem(reply, caller.problem, platform);
        const refusal = methodRefusal(served.method, { ...caller, kind: caller.integrationKind });
        if (refusal !== undefined)
          return sendProblem(
            reply,
            {
              kind: 'forbidden',
              detail: forbiddenDetail(refusal, caller),
            },
            platform,
          );
        callers.set(request, caller);
        return undefined;
      },
      handler: async (request, reply) => {
        const caller = callers.get(request);
        if (caller === undefined) throw new Error(`nobody was settled for ${method} ${url}`);
        return served.answer({ caller, request, reply });
      },
      errorHandler: (error: FastifyError, _request, reply) => {
        if (!(error instanceof UnreadableBody)) throw error;
        void sendProblem(reply, unreadable(error.message), platform);
      },
    });
  }
}

/** Problem (400) for a request body that is not JSON. */
export function unreadable(detail: string): ApiProblem {
  return { kind: 'invalid', errors: [{ requestId: '0', code: 'InvalidJson', path: '', detail }] };
}

/** Path of an API method in the rules' table, without its HTTP verb. */
function addressOfMethod({ served }: MethodRule): string {
  return served.slice(served.indexOf(' ') + 1);
}

function forbiddenDetail(refusal: MethodRefusal, { restricted }: Caller): string {
  if (refusal.reason === 'scope_missing')
    return `This method needs the scope \`${refusal.scope}\`, which this access lacks`;
  return forbidden[restricted && refusal.reason === 'external_integration' ? 'moved_grant' : refusal.reason];
}

const forbidden = {
  external_integration: 'External integrations may not call the users methods',
  moved_grant: 'This access came from an external integration; the users methods need a new consent of an admin',
  not_admin: 'This method needs the rights of an account admin',
  not_full_access: 'This method needs an access that an account admin has granted',
  grantor_not_admin:
    'Whoever granted this access is no admin of the account any more; another admin has to grant it before people can be invited',
} as const;
