import type { CallEnvironment } from '@pristan/flows';
import { authenticateCall } from '@pristan/flows';
import type { CallDecision, Caller, CallRequest } from '@pristan/rules';
import type { ApiProblem } from '@pristan/wire';
import type { FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { addressOf } from './address.ts';
import { secondsUntil } from './retry-after.ts';

/** Hosts that serve an API method: the account's own host, or the public site as well. */
export type ServingHosts = 'account' | 'account and public site';

/** The server, and the environment of its API calls, which remembers refused callers. */
export interface ApiEnvironment {
  readonly world: World;
  readonly env: CallEnvironment;
}

/**
 * Caller of an API request, or the problem to answer with. All 401 answers are alike except for the `WWW-Authenticate`
 * header, which says whether a token was sent.
 *
 * @see docs/spec/dialect.md#api-conventions
 */
export async function callerOf(
  { world, env }: ApiEnvironment,
  request: FastifyRequest,
  servedOn: ServingHosts,
): Promise<Caller | { readonly kind: 'problem'; readonly problem: ApiProblem }> {
  const host = hostOf(world, request, servedOn);
  if (host === 'nothing')
    return problem({ kind: 'not_found', method: request.method, url: addressOf(request, world.config) });
  const token = bearerOf(request);
  const claims = token === undefined || host === 'api' ? undefined : await world.tokenKeys.readAccessToken(token);
  if (claims === undefined || host === 'api' || claims.exp * 1000 <= world.clock.now()) {
    return unauthorized(world, request, token !== undefined);
  }
  const contextUser = request.headers['x-context-user-id'];
  const call = await authenticateCall(env, {
    claims,
    host,
    contextUser: Array.isArray(contextUser) ? contextUser.join() : contextUser,
    address: request.ip,
  });
  if (call.kind !== 'caller') return refused(world, request, call);
  world.uses.count(call, world.clock.now());
  return call;
}

async function refused(world: World, request: FastifyRequest, call: Exclude<CallDecision, Caller>) {
  if (!('until' in call)) return unauthorized(world, request, true);
  const retryAfterSeconds = secondsUntil(world, call.until);
  return problem({ kind: call.reason, retryAfterSeconds });
}

/**
 * Problem for an API request without a valid token: 401, or 404 when no account has the host's subdomain, which tells
 * clients to look up the account's current name.
 */
export async function unauthorized(
  world: Pick<World, 'config' | 'store'>,
  request: FastifyRequest,
  tokenSent: boolean,
) {
  const { site } = request;
  if (site.kind === 'account') {
    const account = await world.store.accounts.accountByName(site.subdomain);
    if (account?.subdomain !== site.subdomain) {
      return problem({ kind: 'not_found', method: request.method, url: addressOf(request, world.config) });
    }
  }
  return problem({ kind: 'unauthorized', tokenSent });
}

function problem(of: ApiProblem) {
  return { kind: 'problem', problem: of } as const;
}

function hostOf(
  { config }: World,
  { site }: FastifyRequest,
  servedOn: ServingHosts,
): CallRequest['host'] | 'api' | 'nothing' {
  switch (site.kind) {
    case 'account':
      return site;
    case 'public': {
      // A development server serves the API on the public site too: most HTTP clients do not resolve demo.localhost by
      // themselves.
      return config.local || servedOn === 'account and public site' ? { kind: 'any' } : 'nothing';
    }
    case 'api':
      return 'api';
    case 'base':
    case 'unknown':
      return 'nothing';
  }
}

/** Access token in `Authorization: Bearer`, if there is one. @see RFC 6750 §2.1 */
function bearerOf(request: FastifyRequest): string | undefined {
  return /^bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
