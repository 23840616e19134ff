import { problemTexts } from '@pristan/locales/problems';
import type { ProblemFieldError, ProblemCode } from '@pristan/wire/api';
import { formatPlatformProblem, problemStatuses } from '@pristan/wire/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { inProgressRetrySeconds } from './idempotency.ts';
import { languageOf } from './page.ts';
import { fieldErrorsMax } from './platform-input.ts';
import type { SignedInUser } from './session.ts';

/** A problem of the JSON API to send, in the caller's language. */
export interface OutgoingProblem {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session?: SignedInUser | undefined;
  readonly code: ProblemCode;
  readonly errors?: readonly ProblemFieldError[];
}

/** Sends a problem of the JSON API as `application/problem+json`. @see RFC 9457 §3 @see docs/spec/api-problems.md */
export async function sendPlatformProblem(
  world: Pick<World, 'config'>,
  outgoing: OutgoingProblem,
): Promise<FastifyReply> {
  const { request, reply, code, errors } = outgoing;
  const document = formatPlatformProblem(code, {
    site: world.config.publicUrl,
    texts: problemTexts[languageOf(request, outgoing.session)],
    requestId: request.id,
    ...(errors === undefined ? {} : { errors: errors.slice(0, fieldErrorsMax) }),
  });
  // RFC 9110 §15.5.2 requires a challenge with 401; no registered scheme covers a session cookie.
  const scheme = code === 'wrong_credentials' ? 'Basic' : 'Cookie';
  const bearerError = bearerErrors.get(code);
  if (bearerError !== undefined) reply.header('WWW-Authenticate', `Bearer realm="pristan", error="${bearerError}"`);
  else if (document.status === 401) reply.header('WWW-Authenticate', `${scheme} realm="pristan"`);
  if (document.status === 503) reply.header('Retry-After', '1');
  // The rest of a slow request body would be as slow, so the connection closes.
  if (document.status === 408) reply.header('Connection', 'close');
  if (code === 'idempotency_in_progress') reply.header('Retry-After', String(inProgressRetrySeconds));
  return sendPlatformJson(reply.code(document.status), document, 'application/problem+json');
}

/** Error codes in `WWW-Authenticate` for refused bearer tokens. @see RFC 6750 §3.1 */
const bearerErrors: ReadonlyMap<ProblemCode, string> = new Map([
  ['invalid_token', 'invalid_token'],
  ['beyond_token', 'insufficient_scope'],
]);

/** Sends a JSON answer that no cache stores, no frame shows and no other site reads. */
export async function sendPlatformJson(
  reply: FastifyReply,
  body: unknown,
  type = 'application/json',
): Promise<FastifyReply> {
  return withPrivateHeaders(reply).header('Content-Type', type).serializer(String).send(JSON.stringify(body));
}

/** Sets the headers that keep an answer of the JSON API out of caches, frames and other sites' pages. */
export function withPrivateHeaders(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
}

/** Problem code of the JSON API for an error before or outside a handler, by its HTTP status. */
export function codeOfStatus(status: number): ProblemCode {
  switch (status) {
    case problemStatuses.address_not_found:
      return 'address_not_found';
    case problemStatuses.body_too_large:
      return 'body_too_large';
    case problemStatuses.unsupported_media_type:
      return 'unsupported_media_type';
    case problemStatuses.upload_too_slow:
      return 'upload_too_slow';
    default:
      return status >= 500 ? 'unavailable' : 'unreadable_body';
  }
}
