import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';

/**
 * `GET /logos/<hash>.webp`: a re-encoded logo, named by the hash of its content, so that the file never changes. Served
 * only as a picture, whatever its bytes look like.
 */
export function logoFileRoute(app: FastifyInstance, world: World): void {
  app.get<{ Params: { file: string } }>(
    '/logos/:file',
    { config: { dialect: 'page', cost: 'file' } },
    async (request, reply) => {
      const [, hash] = /^([0-9a-f]{64})\.webp$/.exec(request.params.file) ?? [];
      const bytes =
        request.site.kind === 'public' && hash !== undefined ? await world.store.registry.logo(hash) : undefined;
      if (bytes === undefined) return reply.callNotFound();
      return reply
        .headers({
          'Cache-Control': 'public, max-age=31536000, immutable',
          'Content-Security-Policy': "default-src 'none'",
          'Cross-Origin-Resource-Policy': 'same-origin',
          'Content-Type': 'image/webp',
        })
        .send(Buffer.from(bytes));
    },
  );
}
