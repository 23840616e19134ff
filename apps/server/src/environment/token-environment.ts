import type { TokenEnvironment } from '@pristan/flows';
import type { World } from './open.ts';

/** Dependencies of the token flows, taken from those of the server. */
export function tokenEnvironment(world: World): TokenEnvironment {
  const { platform, refreshGraceSeconds, publicUrl, baseDomain, apiDomain } = world.config;
  return { ...world, settings: { platform, refreshGraceSeconds, issuer: publicUrl, baseDomain, apiDomain } };
}
