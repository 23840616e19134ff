import type { TokenEnvironment } from '@pristan/flows';
import type { World } from '../../environment/open.ts';

/** What the token flows need, out of the world. */
export function tokenEnvironment(world: World): TokenEnvironment {
  const { platform, refreshGraceSeconds, publicUrl, baseDomain, apiDomain } = world.config;
  return { ...world, settings: { platform, refreshGraceSeconds, issuer: publicUrl, baseDomain, apiDomain } };
}
