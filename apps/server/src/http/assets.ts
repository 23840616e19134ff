import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { repositoryRoot } from '../config/settings.ts';
import type { Assets } from '../pages/assets.ts';
import { loadAssets } from '../pages/assets.ts';
import { immutableHeaders, sendBuilt } from './send-built.ts';

/**
 * Folder of the files that the build wrote: beside the bundle, or in the repository when the server runs from sources.
 */
export function builtFolder(): string {
  return path.basename(import.meta.dirname) === 'dist'
    ? import.meta.dirname
    : path.join(repositoryRoot(), 'apps/server/dist');
}

/** Reads the built assets of the pages once. @throws when nothing has been built */
export async function openAssets(folder: string = builtFolder()): Promise<Assets> {
  return loadAssets(path.join(folder, 'assets'));
}

/** Serves the pages' assets. An asset's name changes with its content, so browsers may cache each file for good. */
export function assetRoutes(app: FastifyInstance, assets: Assets): void {
  app.get('/assets/*', { config: { dialect: 'page', cost: 'file' } }, async (request, reply) => {
    const asset = assets.at(request.url);
    if (asset === undefined) return reply.callNotFound();
    return sendBuilt({ request, reply }, asset, immutableHeaders);
  });
}
