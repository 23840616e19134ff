import path from 'node:path';
import { buttonFiles } from '@pristan/button';
import type { FastifyInstance } from 'fastify';
import { builtFolder } from '../http/assets.ts';
import type { Site } from '../http/page.ts';
import { publicOnly } from '../http/public-only.ts';
import { sendBuilt } from '../http/send-built.ts';
import { readBuilt } from '../pages/built-file.ts';

/** Serves the connect button's script, for any site to load. @see docs/guides/button.md */
export async function buttonRoutes(app: FastifyInstance, site: Site): Promise<void> {
  for (const name of [buttonFiles.readable, buttonFiles.minified]) {
    const script = await readBuilt(path.join(builtFolder(), 'auth', name));
    const route = { onRequest: publicOnly(site), config: { dialect: 'page', cost: 'file' } } as const;
    app.get(`/auth/${name}`, route, async (request, reply) =>
      sendBuilt({ request, reply }, script, {
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Access-Control-Allow-Origin': '*',
        'Cache-Control': 'public, max-age=600, stale-while-revalidate=86400',
      }),
    );
  }
}
