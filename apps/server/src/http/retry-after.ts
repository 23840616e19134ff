import type { FastifyReply } from 'fastify';
import type { World } from '../environment/open.ts';

type Timed = Pick<World, 'clock'>;

/** How long to wait: in whole seconds, rounded up, and never none. */
export function secondsUntil({ clock }: Timed, until: number): number {
  return Math.max(1, Math.ceil((until - clock.now()) / 1000));
}

/** Says the same in `Retry-After`. */
export function setRetryAfter(reply: FastifyReply, world: Timed, until: number): FastifyReply {
  return reply.header('Retry-After', String(secondsUntil(world, until)));
}
