import type { World } from '../environment/open.ts';

/**
 * Path on the public site, taken from a request's own URL; `/` for anything else. Browsers read `//name` and `/\name`
 * as another host, and a request may begin with either.
 */
export function localPath(world: Pick<World, 'config'>, address: string): string {
  const path = address.replace(/^[/\\]+/, '/');
  const { publicUrl } = world.config;
  return path.startsWith('/') && URL.canParse(path, publicUrl) && new URL(path, publicUrl).origin === publicUrl
    ? path
    : '/';
}
