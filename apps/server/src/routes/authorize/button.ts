import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buttonFiles } from '@pristan/button';
import type { FastifyInstance } from 'fastify';
import { builtFolder } from '../../http/assets.ts';
import { publicOnly } from '../../http/public-only.ts';
import type { Site } from '../../http/page.ts';

/** The connect button's script, for any site to load. @see docs/guides/button.md */
export async function buttonRoutes(app: FastifyInstance, site: Site): Promise<void> {
  for (const name of [buttonFiles.readable, buttonFiles.minified]) {
    const script = await readFile(path.join(builtFolder(), 'auth', name));
    const tag = `"${createHash('sha256').update(script).digest('hex').slice(0, 16)}"`;
    app.get(`/auth/${name}`, { onRequest: publicOnly(site), config: { dialect: 'page' } }, async (request, reply) => {
      reply.headers({
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Access-Control-Allow-Origin': '*',
        'Cache-Control': 'public, max-age=600, stale-while-revalidate=86400',
        ETag: tag,
      });
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      return reply.type('text/javascript; charset=utf-8').send(script);
    });
  }
}
