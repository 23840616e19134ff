import { isIP } from 'node:net';
import { externalProblem, isLoopbackName } from '@pristan/rules';
import type { ExternalMember, ExternalRequest } from '@pristan/wire';
import { isProse } from '@pristan/wire';
import type { World } from '../environment/open.ts';
import { isLoopbackAddress, mayConnect, readCidrBlock } from '../config/public-address.ts';
import type { PageFailure } from '../http/failed-page.tsx';
import { sanitizeDescription } from '../environment/sanitize-description.ts';

/** Refusal of a metadata button's metadata: the page to show, and the member of the metadata that is wrong. */
export interface MetadataRefusal {
  readonly kind: Extract<PageFailure, 'metadata_missing' | 'metadata_malformed' | 'metadata_address'>;
  readonly parameter: ExternalMember;
}

/**
 * Finds the first member of a button's metadata that can't be accepted, before anybody is asked anything: by the rules,
 * and for IP addresses and names of this machine by where the guarded HTTP client may connect.
 */
export function metadataRefusal(
  world: Pick<World, 'config' | 'publishedReach'>,
  request: ExternalRequest,
): MetadataRefusal | undefined {
  const problem = externalProblem(request, world.publishedReach);
  if (problem !== undefined) {
    const { member: parameter, code } = problem;
    if (code === 'required') return { kind: 'metadata_missing', parameter };
    return { kind: malformed.has(code) ? 'metadata_malformed' : 'metadata_address', parameter };
  }
  // The description is checked as sanitized too: entities in markup can stand for characters that its source does not
  // contain.
  if (!isProse(sanitizeDescription(request.description))) {
    return { kind: 'metadata_malformed', parameter: 'description' };
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

const malformed: ReadonlySet<string> = new Set([
  'unknown_scope',
  'too_long',
  'control_characters',
  'too_many_tags',
  'nested_too_deep',
]);

function isPrivate(world: Pick<World, 'config' | 'publishedReach'>, hostname: string): boolean {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1');
  const loopback = isLoopbackName(hostname) || isLoopbackAddress(literal);
  if (loopback) return world.publishedReach !== 'own_account';
  return isIP(literal) !== 0 && !mayConnect(literal, world.config.hookAllow.map(readCidrBlock));
}
