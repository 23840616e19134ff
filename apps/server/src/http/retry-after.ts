import type { FastifyReply } from 'fastify';
import type { World } from '../environment/open.ts';

type Timed = Pick<World, 'clock'>;

/** Seconds from now until a time: whole, rounded up, at least 1. */
export function secondsUntil({ clock }: Timed, until: number): number {
  return Math.max(1, Math.ceil((until - clock.now()) / 1000));
}

/** Sets the `Retry-After` header to the whole seconds until this time. */
export function setRetryAfter(reply: FastifyReply, world: Timed, until: number): FastifyReply {
  return reply.header('Retry-After', String(secondsUntil(world, until)));
}
