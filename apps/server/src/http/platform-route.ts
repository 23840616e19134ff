import type { Access, AccessOf, OperationId } from '@pristan/rules';
import { permits } from '@pristan/rules';
import { answerOnce } from '@pristan/flows';
import type { WrittenAnswer } from '@pristan/flows';
import type { IdempotencyKey } from '@pristan/wire';
import type { FieldFault, ProblemCode } from '@pristan/wire/api';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { World } from '../environment/open.ts';
import { isTextBody } from './bodies.ts';
import { idempotencyKeyOf, personAsCaller, requestHash, sendWritten } from './idempotency.ts';
import type { Call, Endpoint, EndpointDescription, PlatformRefusal, Repeating } from './platform-endpoint.ts';
import { described, refusal, takesKey } from './platform-endpoint.ts';
import { faultsMax, readBy } from './platform-input.ts';
import { guarded, sendPlatformProblem } from './platform-problem.ts';
import { admitToken, sendsBearer } from './platform-token.ts';
import { isSameOrigin } from './press.ts';
import type { Session, Signed } from './session.ts';
import { sessionOf } from './session.ts';
import { readBytes } from './upload-bytes.ts';
import { uploadRoom } from './upload-room.ts';

// An upload is held in memory, up to 20 MiB of it.
const enterUpload = uploadRoom({ ofAccount: { running: 2, waiting: 8 }, ofAll: { running: 8, waiting: 16 } });

/** Where every address of the JSON API begins. */
export const platformPath = '/api/platform';

/** Operations of people. The one that takes an integration's credentials has a route of its own. */
type SessionOperation = {
  [Id in OperationId]: AccessOf<Id> extends Exclude<Access, 'client'> ? Id : never;
}[OperationId];

/** What is settled before the body is read, so that a stranger's body never is. */
interface Admitted {
  readonly session: Signed | undefined;
  readonly params: unknown;
}

/**
 * Adds an endpoint of the platform's own JSON API. All of them share these phases, in this order: public site, not from
 * another site's page, session, for writes the platform's own origin, path parameters, right in the account, and for an
 * upload what it is for and room in memory; then, the body having been read, query and body by their schemas; then the handler; then the answer by its schema, which drops
 * what it does not list. A request with a personal access token is judged by that, and only where an ability is named.
 *
 * An account that the person is no member of does not exist for them (404); a member without the right is told so (403).
 *
 * @see docs/spec/api-problems.md
 */
export function platformRoute<
  Id extends SessionOperation,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Answer extends z.ZodType | undefined = undefined,
  Prepared = undefined,
>(app: FastifyInstance, world: World, endpoint: Endpoint<Id, Params, Query, Body, Answer, Prepared> & Repeating): void {
  const admissions = new WeakMap<FastifyRequest, Admitted>();
  const description = described(endpoint);
  const bodyLimit = endpoint.upload?.bytesMax ?? endpoint.bodyBytesMax;
  const add = (scope: FastifyInstance): void => {
    scope.route({
      method: endpoint.method,
      url: `${platformPath}${endpoint.path}`,
      // A HEAD would run the handler too, and showing a secret is recorded.
      exposeHeadRoute: false,
      config: { dialect: 'platform', endpoint: description },
      ...(bodyLimit === undefined ? {} : { bodyLimit }),
      onRequest: async (request, reply) => {
        const admitted = await admit(world, request, description);
        if ('kind' in admitted) return sendPlatformProblem(world, { request, reply, ...admitted });
        const code = await keptOut(reply, admitted);
        if (code !== undefined) {
          const { session } = admitted;
          return sendPlatformProblem(world, { request, reply, session, ...refusal(code) });
        }
        admissions.set(request, admitted);
        return undefined;
      },
      handler: async (request, reply) => handle(request, reply),
    });
  };

  async function keptOut(reply: FastifyReply, { params }: Admitted): Promise<ProblemCode | undefined> {
    if (endpoint.upload === undefined) return undefined;
    const code = await endpoint.beforeUpload?.(params as Call<AccessOf<Id>, Params, Query, Body>['params']);
    if (code !== undefined) return code;
    return (await enterUpload(accountIdOf(params), reply.raw)) === 'busy' ? 'busy' : undefined;
  }

  type ThisCall = Call<AccessOf<Id>, Params, Query, Body>;

  async function handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const admitted = await admittedNow(request);
    if ('kind' in admitted) return sendPlatformProblem(world, { request, reply, ...admitted });
    const { session, params } = admitted;
    const refuse = async (refused: PlatformRefusal): Promise<FastifyReply> =>
      sendPlatformProblem(world, { request, reply, session, ...refused });
    const key: IdempotencyKey = takesKey(description) ? idempotencyKeyOf(request) : { kind: 'absent' };
    if (key.kind === 'malformed') return refuse(malformedKey);
    const input = readInput(description, request);
    if (input.kind === 'refusal') return refuse(input);
    // The schemas gave these values, and admission a session to all but public endpoints; no type can say so per member.
    const call = { world, request, reply, session, params, ...input } as unknown as ThisCall;
    const ready = await endpoint.prepare?.(call);
    if (ready?.kind === 'refusal') return refuse(ready);
    // An endpoint that prepares nothing is prepared by `undefined`.
    const prepared = ready?.prepared as Prepared;
    if (key.kind === 'key' && session !== undefined)
      return handleOnce({ call, session, prepared, key: key.key }, refuse);
    const outcome = await endpoint.handle(call, prepared);
    if (outcome.kind === 'refusal') return refuse(outcome);
    if (outcome.kind === 'download') return sendFile(reply, description, outcome.bytes);
    return sendWritten(guarded(reply), { answer: written(outcome.body, reply), replayed: false });
  }

  async function handleOnce(
    {
      call,
      session,
      prepared,
      key,
    }: { readonly call: ThisCall; readonly session: Signed; readonly prepared: Prepared; readonly key: string },
    refuse: (refused: PlatformRefusal) => Promise<FastifyReply>,
  ): Promise<FastifyReply> {
    const { request, reply } = call;
    const asked = { ...personAsCaller(session), key, request: await requestHash(request) };
    const once = await answerOnce<PlatformRefusal>(world, asked, async (store) => {
      const outcome = await endpoint.handle({ ...call, world: { ...world, store } }, prepared);
      if (outcome.kind === 'download') throw new Error(`${endpoint.operationId} answers a file, which no key is for`);
      return outcome.kind === 'refusal' ? { refused: outcome } : { answer: written(outcome.body, reply) };
    });
    if (once.kind === 'refused') return refuse(once.refused);
    if (once.kind === 'in_progress') return refuse(refusal('idempotency_in_progress'));
    if (once.kind === 'reused') return refuse(refusal('idempotency_key_reused'));
    // Nobody has asked the rules about this call, and it may have waited for others.
    const again = once.replayed ? await admit(world, request, description) : undefined;
    return again !== undefined && 'kind' in again ? refuse(again) : sendWritten(guarded(reply), once);
  }

  /** Who calls, asked again once a body is there: it may have been half a minute on its way, and session or token over since. */
  async function admittedNow(request: FastifyRequest): ReturnType<typeof admit> {
    const before = admissions.get(request);
    const isRead = endpoint.body === undefined && endpoint.upload === undefined;
    return before !== undefined && isRead ? before : admit(world, request, description);
  }

  function written(body: unknown, reply: FastifyReply): WrittenAnswer {
    const location = reply.getHeader('Location');
    return {
      status: endpoint.status ?? (description.answer === undefined ? 204 : 200),
      type: description.answer === undefined ? undefined : 'application/json',
      location: typeof location === 'string' ? location : undefined,
      body: description.answer === undefined ? undefined : JSON.stringify(listedOnly(description.answer, body)),
    };
  }

  if (endpoint.upload === undefined) add(app);
  else takeBytes(app, endpoint.upload.types, add);
}

/** The 400 for a header that is no key. */
export const malformedKey = refusal('invalid_idempotency_key', [{ field: 'Idempotency-Key', code: 'malformed' }]);

async function admit(
  world: World,
  request: FastifyRequest,
  endpoint: EndpointDescription,
): Promise<Admitted | (PlatformRefusal & { readonly session?: Signed | undefined })> {
  if (request.site.kind !== 'public') return refusal('address_not_found');
  if (endpoint.access !== 'public' && sendsBearer(request)) return admitToken(world, request, endpoint);
  const fetchSite = request.headers['sec-fetch-site'];
  const isRead = endpoint.method === 'GET';
  if (isRead && endpoint.access !== 'public' && (fetchSite === 'cross-site' || fetchSite === 'same-site'))
    return refusal('foreign_request');
  const session = endpoint.access === 'public' ? undefined : await sessionOf(world, request);
  if (session === undefined && endpoint.access !== 'public') return refusal('unauthenticated');
  if (!isRead && !isSameOrigin(world, request)) return { ...refusal('foreign_request'), session };
  const params = endpoint.params === undefined ? undefined : readBy(endpoint.params, request.params);
  if (params?.kind === 'faults') return { ...refusal('invalid_request', params.faults), session };
  const code = await withheld(world, { endpoint, session, params: params?.value });
  return code === undefined ? { session, params: params?.value } : { ...refusal(code), session };
}

/** Why this person may not call in this account, if so. */
async function withheld(
  world: World,
  { endpoint, session, params }: { endpoint: EndpointDescription; session: Session | undefined; params: unknown },
): Promise<ProblemCode | undefined> {
  const { access } = endpoint;
  if (access === 'public' || access === 'session' || access === 'client') return undefined;
  if (access === 'staff') {
    const isStaff = session !== undefined && (await world.store.moderation.isStaff(session.userId));
    return isStaff ? undefined : 'staff_required';
  }
  const accountId = accountIdOf(params);
  const membership =
    session === undefined ? undefined : await world.store.installs.membership(accountId, session.userId);
  if (membership === undefined) return 'account_not_found';
  if (membership.state !== 'active') return 'membership_deactivated';
  return permits(membership, access) ? undefined : 'admin_required';
}

function accountIdOf(params: unknown): number {
  return z.object({ account_id: z.number() }).parse(params).account_id;
}

type Input = { readonly kind: 'input'; readonly query: unknown; readonly body: unknown; readonly bytes: Uint8Array };

function readInput(endpoint: EndpointDescription, request: FastifyRequest): Input | PlatformRefusal {
  let faults: readonly FieldFault[] = [];
  const read = (schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined;
    const reading = readBy(schema, value);
    if (reading.kind === 'read') return reading.value;
    faults = [...faults, ...reading.faults].slice(0, faultsMax);
    return undefined;
  };
  const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
  if (endpoint.upload !== undefined && bytes.length === 0) return refusal('unsupported_media_type');
  const json = endpoint.body === undefined ? undefined : readJson(request.body);
  if (json !== undefined && 'kind' in json) return json;
  const query = read(endpoint.query, request.query);
  const body = read(endpoint.body, json?.value);
  return faults.length > 0 ? refusal('invalid_request', faults) : { kind: 'input', query, body, bytes };
}

function readJson(body: unknown): { readonly value: object } | PlatformRefusal {
  if (!isTextBody(body) || body.type !== 'json') return refusal('unsupported_media_type');
  try {
    const value: unknown = JSON.parse(body.text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { value }
      : refusal('unreadable_body');
  } catch {
    return refusal('unreadable_body');
  }
}

/** A file that a browser saves and shows to nobody, whatever its bytes may look like. */
function sendFile(reply: FastifyReply, { download }: EndpointDescription, bytes: Uint8Array): FastifyReply {
  return reply
    .headers({
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Content-Disposition': `attachment; filename="${download?.fileName ?? 'file'}"`,
      'Content-Type': download?.type ?? 'application/octet-stream',
    })
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** The answer with what its schema lists. @throws ZodError when a member is missing, which is a bug of ours */
function listedOnly(schema: z.ZodType, body: unknown): unknown {
  return schema.parse(body);
}

/** A scope of its own, because a parser added to the server would be every route's. */
function takeBytes(app: FastifyInstance, types: readonly string[], add: (scope: FastifyInstance) => void): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser([...types], async (request: FastifyRequest, stream: IncomingMessage) =>
      readBytes(stream, request.routeOptions.bodyLimit),
    );
    add(scope);
  });
}
