import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/load.ts';

type PublicUrl = Pick<Config, 'publicUrl'>;

/** Where a request came to, as its sender sees it: `https://demo.example.com`. All hosts share the public site's scheme. */
export function originOfRequest(request: FastifyRequest, { publicUrl }: PublicUrl): string {
  return `${new URL(publicUrl).protocol}//${request.host}`;
}

/** The whole address of a request, for the `detail` of a 404. */
export function addressOf(request: FastifyRequest, config: PublicUrl): string {
  return `${originOfRequest(request, config)}${request.url}`;
}
