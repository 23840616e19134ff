import { createHash } from 'node:crypto';
import type { BucketOwner } from '@pristan/rules';
import { unitsRefunded, unitsOf } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest, onSendAsyncHookHandler, RouteOptions } from 'fastify';
import { addressPrefix } from './address-prefix.ts';
import type { ChargedBucket } from '../environment/rate-limiter.ts';
import type { World } from '../environment/open.ts';
import type { Dialect } from './context.ts';
import { dialectOf } from './context.ts';
import { sendPlatformProblem } from './platform-problem.ts';
import { sendProblem } from './problem.ts';
import { secondsUntil, setRetryAfter } from './retry-after.ts';
import { cookieName } from './session.ts';
import { sendTokenError } from './token-answers.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Hash of the cookie or token that a browser or program sent, if any. */
    credential: string | undefined;
    /** Rate-limit bucket that this request took its units from. */
    takenFrom: { readonly holder: BucketOwner; readonly key: string } | undefined;
  }
}

// Refusing costs work too: after this many refusals in a row the 429 answers are delayed, so that a sender with few
// connections sends little.
const REFUSALS_AT_ONCE = 20;
const DELAY_MS = 250;
const DELAYED_MAX = 2_000;

/**
 * Charges each request before its body is read: to the person's rate-limit bucket and that of the account in the path,
 * or to the address's bucket when the sender is unknown. `RateLimit` header fields report each bucket, counted in
 * requests of the same cost. A bucket with too few units answers 429 in the request's dialect, with `Retry-After`.
 *
 * @see draft-ietf-httpapi-ratelimit-headers-10
 * @see docs/reference/limits.md
 */
export function countRequests(app: FastifyInstance, world: World, count: RequestCounter): void {
  app.decorateRequest('credential');
  app.decorateRequest('takenFrom');
  app.addHook('onRequest', count);
  app.addHook('onRoute', (route) => {
    const back = unitsRefunded(route.config?.cost ?? 'page');
    if (back > 0) route.onSend = [...[route.onSend ?? []].flat(), givesBack(world, back)];
  });
}

/** Charges a request to its rate-limit buckets, then continues with `done` or refuses the request. */
export type RequestCounter = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;

/**
 * Creates the function that charges requests; it is also called for requests whose URL cannot be decoded, which reach
 * no Fastify hook.
 */
export function requestCounter(world: World): RequestCounter {
  let delayed = 0;
  return (request, reply, done) => {
    const refused = taken(world, request, reply);
    if (refused?.until === undefined) return done();
    const { until, refusals } = refused;
    const answer = (): void => void refuse(world, { request, reply, until }).catch(done);
    if (refusals <= REFUSALS_AT_ONCE || delayed >= DELAYED_MAX) return answer();
    delayed += 1;
    setTimeout(() => {
      delayed -= 1;
      answer();
    }, DELAY_MS);
  };
}

function givesBack(world: World, units: number): onSendAsyncHookHandler {
  return async ({ takenFrom }, { statusCode }) => {
    if (statusCode < 400 && takenFrom !== undefined) world.counting.giveBack(takenFrom.holder, takenFrom.key, units);
  };
}

/**
 * Refuses a route without a declared cost, which no rate-limit bucket would count. @throws Error when the server starts
 */
export function requireCost({ method, url, config }: RouteOptions): void {
  if (config?.cost === undefined) throw new Error(`${String(method)} ${url} names no cost, so no bucket counts it`);
}

function taken(world: World, request: FastifyRequest, reply: FastifyReply): ChargedBucket | undefined {
  const { counting } = world;
  // `routeOptions` makes a new object on each access, so it is read once.
  const { config, bodyLimit } = request.routeOptions;
  const dialect = config.dialect ?? dialectOf(request);
  // A request whose URL has no route costs as much as a page.
  const cost = config.cost ?? 'page';
  request.credential = credentialOf(world, request, dialect);
  const person = counting.personOf(request.credential);
  const units = unitsOf(cost, bodyBytesOf(request, bodyLimit));
  const from = bucketOf(request, person);
  const first = counting.take(from.holder, from.key, units);
  const isTold = tells(dialect);
  const perRequest = unitsOf(cost, 0);
  if (first.until !== undefined) {
    tell(reply, [first], { perRequest, now: world.clock.now() });
    return first;
  }
  request.takenFrom = from;
  const accountId = placeOf(world, request, person);
  if (accountId === undefined) {
    if (isTold) tell(reply, [first], { perRequest, now: world.clock.now() });
    return undefined;
  }
  const second = counting.take('account', String(accountId), units);
  if (isTold) tell(reply, [first, second], { perRequest, now: world.clock.now() });
  return second.until === undefined ? undefined : second;
}

function bucketOf(request: FastifyRequest, person: number | undefined): NonNullable<FastifyRequest['takenFrom']> {
  return person === undefined
    ? { holder: 'address', key: addressKey(request.ip) }
    : { holder: 'person', key: String(person) };
}

/** The account in the path, if this person is known to belong to it. */
function placeOf({ counting }: World, request: FastifyRequest, person: number | undefined): number | undefined {
  if (person === undefined) return undefined;
  const accountId = accountIdOf(request);
  return accountId !== undefined && counting.isPlaced(person, accountId) ? accountId : undefined;
}

/** Length that a request states for its body, or the largest permitted one when it states none. */
function bodyBytesOf(request: FastifyRequest, bodyLimit: number): number {
  const { 'content-length': said, 'transfer-encoding': encoding } = request.headers;
  if (said !== undefined) return Math.min(Number(said) || 0, bodyLimit);
  return encoding === undefined ? 0 : bodyLimit;
}

/** Key of an address's rate-limit bucket. An IPv4 address is its own key; only IPv6 needs a prefix. */
function addressKey(ip: string): string {
  return ip.includes(':') ? addressPrefix(ip) : ip;
}

function accountIdOf(request: FastifyRequest): number | undefined {
  // A request whose URL cannot be decoded has no path parameters.
  const params = request.params as { account_id?: unknown; accountId?: unknown } | null;
  const { account_id: one, accountId: other } = params ?? {};
  const text = one ?? other;
  return typeof text === 'string' && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

function credentialOf(world: World, request: FastifyRequest, dialect: Dialect): string | undefined {
  if (dialect !== 'platform' && dialect !== 'page') return undefined;
  const bearer =
    dialect === 'platform' ? /^bearer +(\w{1,200})$/i.exec(request.headers.authorization ?? '')?.[1] : undefined;
  const text = bearer ?? request.cookies[cookieName(world)];
  return text === undefined || text.length > 200 ? undefined : createHash('sha256').update(text).digest('base64url');
}

/**
 * Whether every answer reports the rate limit. Integrators' programs get the `RateLimit` fields only with a refusal,
 * which keeps their other requests cheap.
 */
function tells(dialect: Dialect): boolean {
  return dialect === 'platform' || dialect === 'page';
}

/**
 * Writes the `RateLimit` and `RateLimit-Policy` header fields as lists of structured items (RFC 9651), named after the
 * buckets.
 */
function tell(
  reply: FastifyReply,
  all: readonly ChargedBucket[],
  { perRequest, now }: { readonly perRequest: number; readonly now: number },
): void {
  const requests = (units: number): number => Math.floor(units / perRequest);
  const policies: string[] = [];
  const limits: string[] = [];
  for (const { holder, allowance, units, until } of all) {
    const { unitsMax, unitsPerSecond } = allowance;
    const resetMs = until === undefined ? ((unitsMax - units) / unitsPerSecond) * 1000 : until - now;
    policies.push(`"${holder}";q=${requests(unitsMax)};w=${Math.ceil(unitsMax / unitsPerSecond)}`);
    limits.push(`"${holder}";r=${until === undefined ? requests(units) : 0};t=${Math.ceil(resetMs / 1000)}`);
  }
  reply.header('RateLimit-Policy', policies.join(', ')).header('RateLimit', limits.join(', '));
}

async function refuse(
  world: World,
  { request, reply, until }: { request: FastifyRequest; reply: FastifyReply; until: number },
): Promise<FastifyReply> {
  const { platform } = world.config;
  const { pageTooMany } = request.server;
  setRetryAfter(reply, world, until);
  const dialect = dialectOf(request);
  if (dialect === 'page' && pageTooMany !== undefined) return pageTooMany(request, reply, until);
  switch (dialect) {
    case 'token':
      return sendTokenError(
        reply,
        { status: 429, hint: 'Wait as long as the `Retry-After` header says', error: 'temporarily_unavailable' },
        platform,
      );
    case 'platform':
      return sendPlatformProblem(world, { request, reply, code: 'too_many_requests' });
    case 'page':
    case 'api':
      return sendProblem(reply, { kind: 'too_many', retryAfterSeconds: secondsUntil(world, until) }, platform);
  }
}
