import type { World } from '../environment/open.ts';

/**
 * A path of the public site out of a request's own address, or `/`. Browsers read `//name` and `/\name` as another host,
 * and a request may begin with either.
 */
export function ownPath(world: Pick<World, 'config'>, address: string): string {
  const path = address.replace(/^[/\\]+/, '/');
  const { publicUrl } = world.config;
  return path.startsWith('/') && URL.canParse(path, publicUrl) && new URL(path, publicUrl).origin === publicUrl
    ? path
    : '/';
}
