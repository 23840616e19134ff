import type { ApiProblem, Platform } from '@pristan/wire';
import { formatProblem } from '@pristan/wire';
import type { FastifyReply } from 'fastify';

/**
 * Sends a problem document of amoCRM's API: `application/problem+json` without a charset.
 *
 * @see RFC 6750 §3
 * @see docs/spec/dialect.md#api-errors
 */
export async function sendProblem(reply: FastifyReply, problem: ApiProblem, platform: Platform): Promise<FastifyReply> {
  const body = formatProblem(problem, platform);
  if (problem.kind === 'unauthorized') {
    reply.header('WWW-Authenticate', `Bearer realm="pristan"${problem.tokenSent ? ', error="invalid_token"' : ''}`);
  }
  if ('retryAfterSeconds' in problem) reply.header('Retry-After', String(problem.retryAfterSeconds));
  if (problem.kind === 'unavailable') reply.header('Retry-After', '1');
  return reply
    .code(body.status)
    .header('Cache-Control', 'no-store')
    .header('Content-Type', 'application/problem+json')
    .serializer(String)
    .send(JSON.stringify(body));
}

/** Problem (400) for a field that is not text. */
export function malformedTextProblem(field: string): ApiProblem {
  const detail = 'This value should be text without NUL, in valid UTF-8.';
  // A request body of this API is a list; its elements are identified by index.
  const [, requestId = '0', path = field] = /^(\d+)\.(.+)$/s.exec(field) ?? [];
  return { kind: 'invalid', errors: [{ requestId, code: 'InvalidCharacters', path, detail }] };
}

/** Sends a successful answer of amoCRM's API as `application/hal+json`. @see docs/spec/dialect.md#api-conventions */
export async function sendHal(reply: FastifyReply, body: object, status = 200): Promise<FastifyReply> {
  return reply
    .code(status)
    .header('Cache-Control', 'no-store')
    .header('Content-Type', 'application/hal+json')
    .serializer(String)
    .send(JSON.stringify(body));
}
