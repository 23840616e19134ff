import type { FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { unauthorized } from './api-caller.ts';
import { sendProblem } from './problem.ts';

/** Sends the API's answer to a request without a token: 401, or 404 when no account has the host's subdomain. */
export async function sendUnauthorized(
  world: Pick<World, 'config' | 'store'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { problem } = await unauthorized(world, request, false);
  return sendProblem(reply, problem, world.config.platform);
}
