import { webcrypto } from 'node:crypto';
import type { WrittenAnswer } from '@pristan/flows';
import type { IdempotencyKey } from '@pristan/wire';
import { readIdempotencyKey } from '@pristan/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isTextBody } from './bodies.ts';
import type { Signed } from './session.ts';

/** Delay before a caller asks again while the first try is in progress, in seconds. */
export const inProgressRetrySeconds = 1;

/** The key that a request came with. Two headers of that name are malformed, also where a proxy would join them. */
export function idempotencyKeyOf({ raw: { rawHeaders } }: FastifyRequest): IdempotencyKey {
  return readIdempotencyKey(
    rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'idempotency-key'),
  );
}

/** Who a key belongs to, and whose share of stored answers it counts among: a person, also with each of their tokens. */
export function personAsCaller({ userId, token }: Pick<Signed, 'userId' | 'token'>) {
  const holder = `person ${userId}`;
  return { holder, caller: token === undefined ? holder : `${holder} token ${token.tokenId}` };
}

/** The hash of method, address and body: all that two requests with one key have to agree in. */
export async function requestHash(request: FastifyRequest): Promise<string> {
  const { body, method, url } = request;
  const sent = isTextBody(body) ? Buffer.from(body.text) : body instanceof Uint8Array ? body : new Uint8Array();
  const ofBody = Buffer.from(await webcrypto.subtle.digest('SHA-256', sent)).toString('base64url');
  const whole = Buffer.from(`${method} ${url}\n${ofBody}`);
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', whole)).toString('base64url');
}

/** Sends an answer as it was stored, byte for byte, and says so. The headers that guard it are the route's. */
export async function sendWritten(
  reply: FastifyReply,
  { answer, replayed }: { readonly answer: WrittenAnswer; readonly replayed: boolean },
): Promise<FastifyReply> {
  if (replayed) reply.header('Idempotent-Replayed', 'true');
  if (answer.location !== undefined) reply.header('Location', answer.location);
  if (answer.type !== undefined) reply.header('Content-Type', answer.type);
  return reply.code(answer.status).header('Cache-Control', 'no-store').serializer(String).send(answer.body);
}
