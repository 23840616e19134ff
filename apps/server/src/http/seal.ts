import type { World } from '../environment/open.ts';

/** What was sealed into a page came back: intact, or why not. */
export type Opened<Value> =
  { readonly kind: 'opened'; readonly value: Value } | { readonly kind: 'expired' } | { readonly kind: 'tampered' };

interface Envelope {
  readonly value: unknown;
  readonly expiresAt: number;
}

/**
 * Seals a value that travels through a page and comes back with the next request, so that nothing of it is anybody's
 * word. `purpose` keeps a value sealed for one page from being used at another.
 *
 * @returns base64url text
 */
export function sealForPage(
  world: Pick<World, 'vault' | 'clock'>,
  purpose: string,
  value: unknown,
  lifetimeMs: number,
): string {
  const envelope: Envelope = { value, expiresAt: world.clock.now() + lifetimeMs };
  return Buffer.from(world.vault.seal(placeOf(purpose), JSON.stringify(envelope))).toString('base64url');
}

/** Opens what `sealForPage` sealed for the same purpose. The shape is ours: it was sealed by this program. */
export function openFromPage<Value>(
  world: Pick<World, 'vault' | 'clock'>,
  purpose: string,
  text: string | undefined,
): Opened<Value> {
  if (text === undefined || !/^[A-Za-z0-9_-]{30,20000}$/.test(text)) return { kind: 'tampered' };
  try {
    const envelope = JSON.parse(world.vault.open(placeOf(purpose), Buffer.from(text, 'base64url'))) as {
      value: Value;
      expiresAt: number;
    };
    return envelope.expiresAt > world.clock.now() ? { kind: 'opened', value: envelope.value } : { kind: 'expired' };
  } catch {
    return { kind: 'tampered' };
  }
}

function placeOf(purpose: string): { table: string; column: string; id: string } {
  return { table: 'page', column: purpose, id: '' };
}
