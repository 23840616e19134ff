import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { repositoryRoot } from '../config/settings.ts';
import type { Assets } from '../pages/assets.ts';
import { loadAssets } from '../pages/assets.ts';

/** Where the build puts what is served: beside the bundle, or at its place in the repository when run from sources. */
export function builtFolder(): string {
  return path.basename(import.meta.dirname) === 'dist'
    ? import.meta.dirname
    : path.join(repositoryRoot(), 'apps/server/dist');
}

/** The pages' own files, read once. @throws when the build has not been made */
export async function openAssets(folder: string = builtFolder()): Promise<Assets> {
  const scripts = new Map([['return.js', await readFile(path.join(folder, 'auth/return.js'))]]);
  return loadAssets(path.join(folder, 'assets'), scripts);
}

/** Serves the files of the pages; their names hold their content, so they may be kept for good. */
export function assetRoutes(app: FastifyInstance, assets: Assets): void {
  app.get('/assets/*', { config: { dialect: 'page' } }, async (request, reply) => {
    const asset = assets.at(request.url);
    if (asset === undefined) return reply.callNotFound();
    return reply
      .header('Cache-Control', 'public, max-age=31536000, immutable')
      .header('Cross-Origin-Resource-Policy', 'same-origin')
      .type(asset.contentType)
      .send(asset.body);
  });
}
