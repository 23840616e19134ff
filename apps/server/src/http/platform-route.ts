import type { OperationAccess, CostName } from '@pristan/rules';
import { permits } from '@pristan/rules';
import { runKeyedWrite } from '@pristan/flows';
import type { KeyedWriteAnswer } from '@pristan/flows';
import type { IdempotencyKey } from '@pristan/wire';
import { platformPath, shownProse } from '@pristan/wire';
import type { ProblemFieldError, ProblemCode, TextIssue } from '@pristan/wire/api';
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { World } from '../environment/open.ts';
import { isTextBody } from './bodies.ts';
import { firstMalformed } from './malformed-text.ts';
import { idempotencyKeyOf, userAsCaller, requestHash, sendWritten } from './idempotency.ts';
import type {
  Binding,
  CallOf,
  EndpointDescription,
  PlatformAnswer,
  PlatformDownload,
  PlatformRefusal,
} from './platform-endpoint.ts';
import { refusal, takesKey } from './platform-endpoint.ts';
import { fieldErrorsMax, parseInput, parseParams } from './platform-input.ts';
import { withPrivateHeaders, sendPlatformProblem } from './platform-problem.ts';
import { admitToken, sendsBearer } from './platform-token.ts';
import { isSameOrigin } from './fetch-metadata.ts';
import type { Session, SignedInUser } from './session.ts';
import { sessionOf } from './session.ts';
import { readBytes } from './upload-bytes.ts';
import { uploadSlots } from './upload-slots.ts';

// Uploads are held in memory, up to 20 MiB each, so few run at a time.
const enterUpload = uploadSlots({
  ofPerson: { running: 2, waiting: 8 },
  ofAccount: { running: 2, waiting: 8 },
  ofAll: { running: 8, waiting: 64 },
});

/** Contract of an endpoint that people call. The one that takes an integration's credentials has its own route. */
type SessionContract = EndpointDescription & { readonly access: Exclude<OperationAccess, 'client'> };

/** Result of the checks before a request's body is read; the body of a stranger's request is never read. */
interface Admitted {
  readonly session: SignedInUser | undefined;
  readonly params: unknown;
}

/**
 * Binds the contract of an endpoint of the platform's own JSON API to its handler. All endpoints share these phases, in this order: public site; not
 * from another site's page; session; for writes our own origin; path parameters; right in the account; for an upload
 * its target and a free slot in memory. Then the body is read; then query and body are parsed by their schemas; then
 * the handler runs; then the answer's schema drops unlisted members. A personal access token is judged by itself, and
 * only accepted by endpoints that name an ability.
 *
 * 404 for an account that the person is not a member of; 403 for a member without the right.
 *
 * @see docs/spec/api-problems.md
 */
export function platformRoute<const Of extends SessionContract, Prepared = undefined>(
  { app, world }: { readonly app: FastifyInstance; readonly world: World },
  contract: Of,
  binding: Binding<Of, Prepared>,
): void {
  const endpoint: EndpointDescription = contract;
  const served: Served<Of, Prepared> = { world, endpoint, binding, admissions: new WeakMap() };
  const add = (scope: FastifyInstance): void => {
    scope.route({
      method: endpoint.method,
      url: `${platformPath}${endpoint.path}`,
      // No HEAD route: HEAD would run the handler too, and showing a secret is recorded.
      exposeHeadRoute: false,
      config: {
        dialect: 'platform',
        endpoint,
        readsJsonBySchema: endpoint.body !== undefined,
        cost: binding.cost ?? costOf(endpoint),
      },
      ...(binding.bodyBytesMax === undefined ? {} : { bodyLimit: binding.bodyBytesMax }),
      onRequest: async (request, reply) => {
        const admitted = await admit(world, request, endpoint);
        if ('kind' in admitted) return sendPlatformProblem(world, { request, reply, ...admitted });
        const code = await keptOut(served, reply, admitted);
        if (code !== undefined) {
          const { session } = admitted;
          return sendPlatformProblem(world, { request, reply, session, ...refusal(code) });
        }
        served.admissions.set(request, admitted);
        return undefined;
      },
      handler: async (request, reply) => handle(served, request, reply),
    });
  };
  if (endpoint.upload === undefined) add(app);
  else takeBytes(app, endpoint.upload.types, add);
}

/** An endpoint that is served, with the requests that were admitted before their bodies were read. */
interface Served<Of extends SessionContract, Prepared> {
  readonly world: World;
  readonly endpoint: EndpointDescription;
  readonly binding: Binding<Of, Prepared>;
  readonly admissions: WeakMap<FastifyRequest, Admitted>;
}

async function keptOut<Of extends SessionContract, Prepared>(
  { endpoint, binding }: Served<Of, Prepared>,
  reply: FastifyReply,
  { session, params }: Admitted,
): Promise<ProblemCode | undefined> {
  if (endpoint.upload === undefined) return undefined;
  const code = await binding.beforeUpload?.(params as CallOf<Of>['params']);
  if (code !== undefined) return code;
  // A session always exists here: every upload requires one.
  const uploader = { userId: session?.userId ?? 0, accountId: accountIdOf(params) };
  return (await enterUpload(uploader, reply.raw)) === 'busy' ? 'busy' : undefined;
}

async function handle<Of extends SessionContract, Prepared>(
  served: Served<Of, Prepared>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { world, endpoint, binding } = served;
  const admitted = await admittedNow(served, request);
  if ('kind' in admitted) return sendPlatformProblem(world, { request, reply, ...admitted });
  const { session, params } = admitted;
  const refuse = async (refused: PlatformRefusal): Promise<FastifyReply> =>
    sendPlatformProblem(world, { request, reply, session, ...refused });
  const key: IdempotencyKey = takesKey(endpoint) ? idempotencyKeyOf(request) : { kind: 'absent' };
  if (key.kind === 'malformed') return refuse(malformedKey);
  const input = readInput(endpoint, request);
  if (input.kind === 'refusal') return refuse(input);
  // The schemas produced these values, and the checks before ensured a session for all but public endpoints; the
  // types cannot say so per member.
  const call = { world, request, reply, session, params, ...input } as unknown as CallOf<Of>;
  const ready = await binding.prepare?.(call);
  if (ready?.kind === 'refusal') return refuse(ready);
  // For an endpoint without `prepare` the type of `Prepared` is undefined.
  const prepared = ready?.prepared as Prepared;
  if (key.kind === 'key' && session !== undefined)
    return handleOnce(served, { call, session, prepared, key: key.key }, refuse);
  const outcome = await binding.handle(call, prepared);
  return outcome.kind === 'refusal' ? refuse(outcome) : sendOutcome(endpoint, outcome, reply);
}

async function sendOutcome(
  endpoint: EndpointDescription,
  outcome: PlatformAnswer<unknown> | PlatformDownload,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (outcome.kind === 'download') return sendFile(reply, endpoint, outcome.bytes);
  return sendWritten(withPrivateHeaders(reply), { answer: written(endpoint, outcome.body, reply), replayed: false });
}

async function handleOnce<Of extends SessionContract, Prepared>(
  { world, endpoint, binding }: Served<Of, Prepared>,
  {
    call,
    session,
    prepared,
    key,
  }: { readonly call: CallOf<Of>; readonly session: SignedInUser; readonly prepared: Prepared; readonly key: string },
  refuse: (refused: PlatformRefusal) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const { request, reply } = call;
  const asked = { ...userAsCaller(session), key, request: await requestHash(request) };
  const once = await runKeyedWrite<PlatformRefusal>(world, asked, async (store) => {
    const outcome = await binding.handle({ ...call, world: { ...world, store } }, prepared);
    if (outcome.kind === 'download') throw new Error(`${endpoint.operationId} answers a file, which no key is for`);
    return outcome.kind === 'refusal' ? { refused: outcome } : { answer: written(endpoint, outcome.body, reply) };
  });
  if (once.kind === 'refused') return refuse(once.refused);
  if (once.kind === 'in_progress') return refuse(refusal('idempotency_in_progress'));
  if (once.kind === 'reused') return refuse(refusal('idempotency_key_reused'));
  // A replayed answer did not go through the rules and may be old: the caller's rights are checked again.
  const again = once.replayed ? await admit(world, request, endpoint) : undefined;
  return again !== undefined && 'kind' in again ? refuse(again) : sendWritten(withPrivateHeaders(reply), once);
}

/**
 * Checks the caller again once a request body has arrived: a body may take half a minute, and the session or token may
 * have ended since.
 */
async function admittedNow<Of extends SessionContract, Prepared>(
  { world, endpoint, admissions }: Served<Of, Prepared>,
  request: FastifyRequest,
): ReturnType<typeof admit> {
  const before = admissions.get(request);
  const isRead = endpoint.body === undefined && endpoint.upload === undefined;
  return before !== undefined && isRead ? before : admit(world, request, endpoint);
}

function written(endpoint: EndpointDescription, body: unknown, reply: FastifyReply): KeyedWriteAnswer {
  const location = reply.getHeader('Location');
  return {
    status: endpoint.status ?? (endpoint.answer === undefined ? 204 : 200),
    type: endpoint.answer === undefined ? undefined : 'application/json',
    location: typeof location === 'string' ? location : undefined,
    body: endpoint.answer === undefined ? undefined : JSON.stringify(listedOnly(endpoint.answer, body)),
  };
}

function costOf({ upload, method }: EndpointDescription): CostName {
  return upload !== undefined ? 'upload' : method === 'GET' ? 'read' : 'write';
}

/** Refusal (400) of a malformed idempotency key. */
export const malformedKey = refusal('invalid_idempotency_key', [{ field: 'Idempotency-Key', code: 'malformed' }]);

async function admit(
  world: World,
  request: FastifyRequest,
  endpoint: EndpointDescription,
): Promise<Admitted | (PlatformRefusal & { readonly session?: SignedInUser | undefined })> {
  if (request.site.kind !== 'public') return refusal('address_not_found');
  const isPublic = endpoint.access === 'public';
  if (!isPublic && sendsBearer(request)) return admitToken(world, request, endpoint);
  if (isForeignRead(request, endpoint)) return refusal('foreign_request');
  const session = isPublic ? undefined : await sessionOf(world, request);
  if (session === undefined && !isPublic) return refusal('unauthenticated');
  if (endpoint.method !== 'GET' && !isSameOrigin(world, request)) return { ...refusal('foreign_request'), session };
  const params = parseParams(endpoint, request);
  if (params.kind === 'faults') return { ...refusal('invalid_request', params.faults), session };
  const code = await withheld(world, { endpoint, session, params: params.value });
  return code === undefined ? { session, params: params.value } : { ...refusal(code), session };
}

function isForeignRead({ headers }: FastifyRequest, { method, access }: EndpointDescription): boolean {
  if (method !== 'GET' || access === 'public') return false;
  const fetchSite = headers['sec-fetch-site'];
  return fetchSite === 'cross-site' || fetchSite === 'same-site';
}

/** Reason why this person may not call this endpoint in this account, if any. */
async function withheld(
  world: World,
  { endpoint, session, params }: { endpoint: EndpointDescription; session: Session | undefined; params: unknown },
): Promise<ProblemCode | undefined> {
  const { access } = endpoint;
  if (access === 'public' || access === 'session' || access === 'client') return undefined;
  if (access === 'staff') return (await isStaff(world, session)) ? undefined : 'staff_required';
  const accountId = accountIdOf(params);
  const membership =
    session === undefined ? undefined : await world.store.installs.membership(accountId, session.userId);
  if (session !== undefined) world.counting.placed(session.userId, accountId, membership?.state === 'active');
  if (membership === undefined) return 'account_not_found';
  if (membership.state !== 'active') return 'membership_deactivated';
  return permits(membership, access) ? undefined : 'admin_required';
}

async function isStaff(world: World, session: Session | undefined): Promise<boolean> {
  return session !== undefined && world.store.moderation.isStaff(session.userId);
}

// Made once: zod compiles a schema when it first parses.
const accountParams = z.object({ account_id: z.number() });

function accountIdOf(params: unknown): number {
  return accountParams.parse(params).account_id;
}

type Input = { readonly kind: 'input'; readonly query: unknown; readonly body: unknown; readonly bytes: Uint8Array };

function readInput(endpoint: EndpointDescription, request: FastifyRequest): Input | PlatformRefusal {
  let faults: readonly ProblemFieldError[] = [];
  const read = (schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined;
    const reading = parseInput(schema, value);
    if (reading.kind === 'read') return reading.value;
    faults = [...faults, ...reading.faults].slice(0, fieldErrorsMax);
    return undefined;
  };
  const bytes = bytesOf(request);
  if (endpoint.upload !== undefined && bytes.length === 0) return refusal('unsupported_media_type');
  const json = endpoint.body === undefined ? undefined : readJson(request.body);
  if (json !== undefined && 'kind' in json) return json;
  const query = read(endpoint.query, request.query);
  const body = read(endpoint.body, json?.value);
  const foreign = json === undefined || faults.length > 0 ? undefined : firstMalformed(json.value);
  if (foreign !== undefined) return refusal('invalid_request', [{ field: foreign, code: 'control_characters' }]);
  if (faults.length > 0) return refusal(faults.every(isOfValue) ? 'invalid_fields' : 'invalid_request', faults);
  return { kind: 'input', query, body, bytes };
}

function bytesOf({ body }: FastifyRequest): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}

/** Whether a field error means that the request has the right form and only this value is not acceptable. */
function isOfValue({ code }: ProblemFieldError): boolean {
  return valueCodes.has(code);
}

const valueCodes: ReadonlySet<ProblemFieldError['code']> = new Set<Exclude<TextIssue['code'], 'malformed'>>([
  'control_characters',
  'not_an_address',
  'not_an_origin',
  'not_an_email',
  'unknown_scope',
]);

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

/** Sends a file as an attachment, which a browser saves and never displays, whatever its bytes look like. */
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

/**
 * Removes members from an answer that its schema does not list. @throws ZodError when a listed member is missing, which
 * is a bug of ours
 */
function listedOnly(schema: z.ZodType, body: unknown): unknown {
  return shown(schema.parse(body));
}

/** Makes every text in an answer safe to show, also texts stored before there were checks. */
function shown(value: unknown): unknown {
  if (typeof value === 'string') return shownProse(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner)]));
}

/**
 * Makes an upload's routes read the request body as bytes. The body parser is added in a Fastify scope of its own:
 * added to the server, it would apply to every route.
 */
function takeBytes(app: FastifyInstance, types: readonly string[], add: (scope: FastifyInstance) => void): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser([...types], async (request: FastifyRequest, stream: IncomingMessage) =>
      readBytes(stream, request.routeOptions.bodyLimit),
    );
    add(scope);
  });
}
