import { isIP } from 'node:net';
import { externalProblem, isLoopbackName } from '@pristan/rules';
import type { ExternalMember, ExternalRequest } from '@pristan/wire';
import type { World } from '../../environment/open.ts';
import { isLoopbackAddress, mayConnect, readBlock } from '../../environment/public-address.ts';
import type { Failure } from '../../pages/authorize/failed-page.tsx';

/** What is told about metadata that can't be accepted: which page, and which member. */
export interface MetadataRefusal {
  readonly kind: Extract<Failure, 'metadata_missing' | 'metadata_malformed' | 'metadata_address'>;
  readonly parameter: ExternalMember;
}

/**
 * The first thing in the metadata that can't be accepted, before anybody is asked anything: by the rules, and, for hosts
 * that are addresses or this machine, by where the guarded client may connect.
 */
export function metadataRefusal(
  world: Pick<World, 'config' | 'publishedReach'>,
  request: ExternalRequest,
): MetadataRefusal | undefined {
  const problem = externalProblem(request, world.publishedReach);
  if (problem !== undefined) {
    const { member: parameter, code } = problem;
    if (code === 'required') return { kind: 'metadata_missing', parameter };
    return {
      kind: code === 'unknown_scope' || code === 'too_long' ? 'metadata_malformed' : 'metadata_address',
      parameter,
    };
  }
  const addresses = [
    ['redirect_uri', request.redirectUri],
    ['secrets_uri', request.secretsUri],
    ['logo', request.logoUri],
  ] as const;
  const unreachable = addresses.find(
    ([, address]) => address !== undefined && isPrivate(world, new URL(address).hostname),
  );
  return unreachable === undefined ? undefined : { kind: 'metadata_address', parameter: unreachable[0] };
}

function isPrivate(world: Pick<World, 'config' | 'publishedReach'>, hostname: string): boolean {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1');
  const loopback = isLoopbackName(hostname) || isLoopbackAddress(literal);
  if (loopback) return world.publishedReach !== 'own_account';
  return isIP(literal) !== 0 && !mayConnect(literal, world.config.hookAllow.map(readBlock));
}
