import type { World } from '../environment/open.ts';

/** Result of opening a value that was sealed into a page. */
export type OpenedSeal<Value> =
  { readonly kind: 'opened'; readonly value: Value } | { readonly kind: 'expired' } | { readonly kind: 'tampered' };

/**
 * Every purpose for which a value is sealed into a page, with the type of that value. Each module that seals values
 * declares its purpose here, so that no sealed value is opened as something else.
 */
export interface SealedValues {
  readonly language: string;
}

/** Purpose of a sealed value, or a purpose with a subject: a value sealed for one subject does not open for another. */
type Sealed<Purpose extends keyof SealedValues> = Purpose | readonly [purpose: Purpose, about: string];

interface Envelope<Value> {
  readonly value: Value;
  readonly expiresAt: number;
}

/**
 * Seals a value that travels through a page and comes back with the next request, so that nobody can read or change it.
 * The purpose keeps a value sealed for one page from being used on another.
 *
 * @returns base64url text
 */
export function sealForPage<Purpose extends keyof SealedValues>(
  world: Pick<World, 'pageVault' | 'clock'>,
  purpose: Sealed<Purpose>,
  { value, lifetimeMs }: { readonly value: SealedValues[Purpose]; readonly lifetimeMs: number },
): string {
  const envelope: Envelope<SealedValues[Purpose]> = { value, expiresAt: world.clock.now() + lifetimeMs };
  return Buffer.from(world.pageVault.seal(placeOf(purpose), JSON.stringify(envelope))).toString('base64url');
}

/**
 * Opens a value that `sealForPage` sealed for the same purpose; refuses any other spelling of it. Its shape needs no
 * check: this program sealed it.
 */
export function openFromPage<Purpose extends keyof SealedValues>(
  world: Pick<World, 'pageVault' | 'vault' | 'clock'>,
  purpose: Sealed<Purpose>,
  text: string | undefined,
): OpenedSeal<SealedValues[Purpose]> {
  if (text === undefined || !/^[A-Za-z0-9_-]{30,20000}$/.test(text)) return { kind: 'tampered' };
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) return { kind: 'tampered' };
  const clear = openedBy(world.pageVault, placeOf(purpose), bytes) ?? openedBy(world.vault, placeOf(purpose), bytes);
  if (clear === undefined) return { kind: 'tampered' };
  const envelope = JSON.parse(clear) as Envelope<SealedValues[Purpose]>;
  return envelope.expiresAt > world.clock.now() ? { kind: 'opened', value: envelope.value } : { kind: 'expired' };
}

/**
 * Tries one vault. Earlier versions sealed values into pages with the store's vault; their links and cookies still
 * open.
 */
function openedBy(vault: World['vault'], place: ReturnType<typeof placeOf>, bytes: Buffer): string | undefined {
  try {
    return vault.open(place, bytes);
  } catch {
    return undefined;
  }
}

function placeOf(purpose: Sealed<keyof SealedValues>): { table: string; column: string; id: string } {
  return { table: 'page', column: typeof purpose === 'string' ? purpose : purpose.join(' '), id: '' };
}
