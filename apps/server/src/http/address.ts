import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/load.ts';

type PublicUrl = Pick<Config, 'publicUrl'>;

/** Origin that a request was sent to, such as `https://demo.example.com`. All hosts share the public site's scheme. */
export function originOfRequest(request: FastifyRequest, { publicUrl }: PublicUrl): string {
  return `${new URL(publicUrl).protocol}//${request.host}`;
}

/** Full URL of a request, for the `detail` of a 404 answer. */
export function addressOf(request: FastifyRequest, config: PublicUrl): string {
  return `${originOfRequest(request, config)}${request.url}`;
}
