import type { ApiProblem, Platform } from '@pristan/wire';
import { formatProblem } from '@pristan/wire';
import type { FastifyReply } from 'fastify';

/** Writes a problem document: `application/problem+json`, with no charset. @see docs/spec/dialect.md#api-errors */
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

/** A success of amoCRM's API. @see docs/spec/dialect.md#api-conventions */
export async function sendHal(reply: FastifyReply, body: object, status = 200): Promise<FastifyReply> {
  return reply
    .code(status)
    .header('Cache-Control', 'no-store')
    .header('Content-Type', 'application/hal+json')
    .serializer(String)
    .send(JSON.stringify(body));
}
