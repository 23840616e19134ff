import type { PresentedToken } from '@pristan/flows';
import type { OperationAccess, Action } from '@pristan/rules';
import { actions, permits, personalTokenStatus } from '@pristan/rules';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { World } from '../environment/open.ts';
import type { EndpointDescription, PlatformRefusal } from './platform-endpoint.ts';
import { refusal } from './platform-endpoint.ts';
import { parseParams } from './platform-input.ts';
import type { SignedInUser } from './session.ts';

// Made once: zod compiles a schema when it first parses.
const accountParams = z.object({ account_id: z.number(), client_id: z.string().optional() });

/** Caller with a personal access token that was accepted, and the path parameters. */
export interface AdmittedToken {
  readonly session: SignedInUser;
  readonly params: unknown;
}

/** Whether a bearer token was sent, even an unreadable one: then only the token counts, never the session cookie. */
export function sendsBearer(request: FastifyRequest): boolean {
  return /^bearer\b/i.test(request.headers.authorization ?? '');
}

/**
 * Admits a request with a personal access token: by what the token's owner may do now, and by the token's abilities. An
 * endpoint that names no ability accepts no such token.
 *
 * `Origin` and `Sec-Fetch-Site` are not checked, since no browser sends a personal access token by itself.
 */
export async function admitToken(
  world: World,
  request: FastifyRequest,
  endpoint: EndpointDescription,
): Promise<AdmittedToken | (PlatformRefusal & { readonly session?: SignedInUser })> {
  const { access, ability } = endpoint;
  const token = await liveToken(world, request);
  // Forged, expired and revoked tokens look alike to whoever sends them; the token's owner sees its status in the
  // console.
  if (token === undefined) return refusal('invalid_token');
  const { tokenId, name, user } = token;
  const session = { userId: user.userId, user, token: { tokenId, name } };
  if (ability === undefined || !isAction(access)) return { ...refusal('session_required'), session };
  const params = parseParams(endpoint, request);
  if (params.kind === 'faults') return { ...refusal('invalid_request', params.faults), session };
  const named = accountParams.parse(params.value);
  if (named.account_id !== token.accountId) return { ...refusal('account_not_found'), session };
  world.counting.placed(user.userId, token.accountId, token.membership?.state === 'active');
  if (!permits(token.membership, access)) return { ...refusal('admin_required'), session };
  if (!token.abilities.includes(ability) || !reaches(token, named.client_id))
    return { ...refusal('beyond_token'), session };
  return { session, params: params.value };
}

function reaches({ integrationId }: PresentedToken, clientId: string | undefined): boolean {
  return integrationId === undefined || integrationId === clientId;
}

/** The presented token if it is live; its use is noted. */
async function liveToken(world: World, request: FastifyRequest): Promise<PresentedToken | undefined> {
  const token = await presented(world, request);
  const now = world.clock.now();
  const isLive = token !== undefined && personalTokenStatus(token, now) === 'live';
  world.counting.known(request.credential, isLive ? token.user.userId : undefined);
  if (!isLive) return undefined;
  world.tokenUses.note(token, now);
  return token;
}

async function presented(world: World, request: FastifyRequest): Promise<PresentedToken | undefined> {
  const text = /^bearer +(\w+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const hash = text === undefined ? undefined : await world.tokenKeys.hashPersonalToken(text);
  return hash === undefined ? undefined : world.store.personalTokens.presented(hash);
}

function isAction(access: OperationAccess): access is Action {
  return Object.hasOwn(actions, access);
}
