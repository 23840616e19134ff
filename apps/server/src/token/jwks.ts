import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';

/**
 * `GET /.well-known/jwks.json`: public keys of the platform's signatures.
 *
 * @see RFC 7517 §5 @see docs/spec/dialect.md#signing-keys
 */
export function jwksRoute(app: FastifyInstance, world: World): void {
  app.get(
    '/.well-known/jwks.json',
    { config: { dialect: 'api', method: 'keys.read', cost: 'file' } },
    async (_request, reply) =>
      reply
        .header('Cache-Control', 'public, max-age=300')
        .header('Access-Control-Allow-Origin', '*')
        .type('application/json')
        .send({ keys: world.keyRing.published() }),
  );
}
