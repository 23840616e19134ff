import { webcrypto } from 'node:crypto';
import type { KeyedWriteAnswer } from '@pristan/flows';
import type { IdempotencyKey } from '@pristan/wire';
import { readIdempotencyKey } from '@pristan/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isTextBody } from './bodies.ts';
import type { SignedInUser } from './session.ts';

/** Seconds until a caller should repeat a request while the first one with the same idempotency key is in progress. */
export const inProgressRetrySeconds = 1;

/** Idempotency key of a request. Two `Idempotency-Key` headers are malformed, even where a proxy would join them. */
export function idempotencyKeyOf({ raw: { rawHeaders } }: FastifyRequest): IdempotencyKey {
  return readIdempotencyKey(
    rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'idempotency-key'),
  );
}

/**
 * Owner of an idempotency key: stored answers count towards the person (`holder`), and each of the person's tokens is a
 * `caller` of its own.
 */
export function userAsCaller({ userId, token }: Pick<SignedInUser, 'userId' | 'token'>) {
  const holder = `person ${userId}`;
  return { holder, caller: token === undefined ? holder : `${holder} token ${token.tokenId}` };
}

/** Hash of a request's method, URL and body; two requests with one idempotency key must have the same hash. */
export async function requestHash(request: FastifyRequest): Promise<string> {
  const { body, method, url } = request;
  const sent = isTextBody(body) ? Buffer.from(body.text) : body instanceof Uint8Array ? body : new Uint8Array();
  const ofBody = Buffer.from(await webcrypto.subtle.digest('SHA-256', sent)).toString('base64url');
  const whole = Buffer.from(`${method} ${url}\n${ofBody}`);
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', whole)).toString('base64url');
}

/**
 * Sends an answer stored under an idempotency key byte for byte, marked when it is replayed. The route sets the
 * guarding headers.
 */
export async function sendWritten(
  reply: FastifyReply,
  { answer, replayed }: { readonly answer: KeyedWriteAnswer; readonly replayed: boolean },
): Promise<FastifyReply> {
  if (replayed) reply.header('Idempotent-Replayed', 'true');
  if (answer.location !== undefined) reply.header('Location', answer.location);
  if (answer.type !== undefined) reply.header('Content-Type', answer.type);
  return reply.code(answer.status).header('Cache-Control', 'no-store').serializer(String).send(answer.body);
}
