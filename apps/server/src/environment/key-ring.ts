import type { KeyObject } from 'node:crypto';
import { createHash, createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import type { Clock, Vault } from '@pristan/flows';
import { dayMs } from '@pristan/rules';
import type { KeyRow, KeyStore, NewKey } from '@pristan/store';
import type { Algorithm } from './algorithms.ts';
import { algorithms, isAlgorithm } from './algorithms.ts';

/** A key that signs or has signed access tokens or hooks. */
export interface SigningKey {
  readonly id: string;
  readonly algorithm: Algorithm;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: Readonly<Record<string, unknown>>;
  /**
   * Whether the key makes only the lower of the two ES256 signatures that are valid for a text. Keys of earlier
   * versions made either.
   */
  readonly lowSOnly: boolean;
}

export interface MacKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** The platform's signing and MAC keys in this process, newest first. Reloaded when another node creates a key. */
export interface KeyRing {
  newestSigning(): SigningKey;
  newestMac(): MacKey;
  /** Newest key that signs hooks with Ed25519; it never signs an access token. */
  newestHook(): SigningKey;
  signing(id: string): Promise<SigningKey | undefined>;
  mac(id: string): Promise<MacKey | undefined>;
  /** Every public key (RFC 7517 §5) whose private key may have signed a token still in use, or a hook. */
  published(): readonly Readonly<Record<string, unknown>>[];
  reload(): Promise<void>;
}

/**
 * Time that a replaced signing key stays published: five years, because no token lives longer than a long-lived token.
 */
const PUBLISHED_AFTER_RETIREMENT_MS = 5 * 366 * dayMs;

/**
 * Loads the key ring, and creates the first keys of a new platform. When several nodes start at once, one of them
 * creates the keys.
 */
export async function openKeyRing(world: { store: KeyStore; vault: Vault; clock: Clock }): Promise<KeyRing> {
  let signing = new Map<string, SigningKey>();
  let macs = new Map<string, MacKey>();
  let hooks = new Map<string, SigningKey>();

  const load = async (): Promise<void> => {
    const rows = [...(await world.store.all())].sort(newestFirst);
    const opened = { signing, macs, hooks };
    signing = new Map(
      of(rows, 'sign').map((row) => [row.id, opened.signing.get(row.id) ?? signingKeyOf(world.vault, row)]),
    );
    hooks = new Map(
      of(rows, 'hook').map((row) => [row.id, opened.hooks.get(row.id) ?? signingKeyOf(world.vault, row)]),
    );
    macs = new Map(of(rows, 'mac').map((row) => [row.id, opened.macs.get(row.id) ?? macKeyOf(world.vault, row)]));
  };
  const reload = oneAtATime(load);
  // Another node may have just created this key: the key ring is loaded again when a token signed with an unknown key
  // arrives.
  const look = async <Key>(find: () => Key | undefined): Promise<Key | undefined> => {
    const found = find();
    if (found !== undefined) return found;
    await reload();
    return find();
  };

  await reload();
  if (macs.size === 0 || signing.size === 0 || hooks.size === 0) {
    await world.store.addFirst(newMacKey(world.vault, world.clock.now()));
    await world.store.addFirst(newSigningKey(world.vault, world.clock.now(), 'ES256'));
    await world.store.addFirst(newHookKey(world.vault, world.clock.now()));
    await reload();
  }
  return {
    newestSigning: () => first(signing),
    newestMac: () => first(macs),
    newestHook: () => first(hooks),
    signing: (id) => look(() => signing.get(id)),
    mac: (id) => look(() => macs.get(id)),
    published: () => [...signing.values(), ...hooks.values()].map((key) => key.publicJwk),
    reload,
  };
}

/**
 * Creates new signing and MAC keys and makes them the newest. Tokens signed with the old key stay valid while that key
 * is published; `compromised` removes the old key now, and invalidates everything it signed.
 */
export async function rotateKeys(
  world: { store: KeyStore; vault: Vault; clock: Clock },
  options: { readonly algorithm: Algorithm; readonly compromised: boolean },
): Promise<{ readonly signing: string; readonly mac: string; readonly hook: string }> {
  const now = world.clock.now();
  const signing = newSigningKey(world.vault, now, options.algorithm);
  const mac = newMacKey(world.vault, now);
  const hook = newHookKey(world.vault, now);
  await world.store.replace(signing, options.compromised ? null : now + PUBLISHED_AFTER_RETIREMENT_MS);
  await world.store.replace(mac, options.compromised ? null : now + PUBLISHED_AFTER_RETIREMENT_MS);
  await world.store.replace(hook, options.compromised ? null : now + PUBLISHED_AFTER_RETIREMENT_MS);
  return { signing: signing.id, mac: mac.id, hook: hook.id };
}

export function newMacKey(vault: Vault, createdAt: number): NewKey {
  const id = `m${randomBytes(5).toString('hex')}`;
  const sealed = vault.seal(keyPlace(id), randomBytes(32).toString('base64'));
  return { id, purpose: 'mac', algorithm: 'HS256', publicJwk: undefined, sealed, createdAt };
}

/** Id prefix of a signing key that makes only the lower of the two valid signatures. */
const lowSLetters = 'sl';

export function newSigningKey(vault: Vault, createdAt: number, algorithm: Algorithm): NewKey {
  return newKeyPair(vault, createdAt, {
    purpose: 'sign',
    letters: algorithm === 'ES256' ? lowSLetters : 's',
    algorithm,
  });
}

/**
 * Creates a key that signs hooks. Its id begins with `h`, by which a receiver finds the key among the published ones.
 *
 * @see docs/spec/dialect.md#hook-signatures
 */
export function newHookKey(vault: Vault, createdAt: number): NewKey {
  return newKeyPair(vault, createdAt, { purpose: 'hook', letters: 'h', algorithm: 'EdDSA' });
}

function newKeyPair(
  vault: Vault,
  createdAt: number,
  {
    purpose,
    letters,
    algorithm,
  }: { readonly purpose: 'sign' | 'hook'; readonly letters: string; readonly algorithm: Algorithm },
): NewKey {
  const { privateKey, publicKey } = algorithms[algorithm].generate();
  const jwk = publicKey.export({ format: 'jwk' });
  const id = `${letters}${createHash('sha256').update(JSON.stringify(jwk)).digest('hex').slice(0, 12)}`;
  const sealed = vault.seal(keyPlace(id), privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
  return { id, purpose, algorithm, publicJwk: { ...jwk, kid: id, alg: algorithm, use: 'sig' }, sealed, createdAt };
}

function signingKeyOf(vault: Vault, row: KeyRow): SigningKey {
  if (!isAlgorithm(row.algorithm) || row.publicJwk === undefined)
    throw new Error(`key ${row.id} has no known algorithm`);
  const privateKey = createPrivateKey(vault.open(keyPlace(row.id), row.sealed));
  return {
    id: row.id,
    algorithm: row.algorithm,
    privateKey,
    publicKey: createPublicKey(privateKey),
    publicJwk: row.publicJwk,
    lowSOnly: row.id.startsWith(lowSLetters),
  };
}

function macKeyOf(vault: Vault, row: KeyRow): MacKey {
  return { id: row.id, bytes: Buffer.from(vault.open(keyPlace(row.id), row.sealed), 'base64') };
}

function keyPlace(id: string): { table: string; column: string; id: string } {
  return { table: 'keys', column: 'sealed', id };
}

function of(rows: readonly KeyRow[], purpose: KeyRow['purpose']): readonly KeyRow[] {
  return rows.filter((row) => row.purpose === purpose);
}

/** Runs a function once at a time; callers during a run share the next run. */
function oneAtATime(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;
  const start = (): Promise<void> => {
    running = run().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return start();
    waiting ??= running
      .catch(() => undefined)
      .then(() => {
        waiting = undefined;
        return start();
      });
    return waiting;
  };
}

function newestFirst(left: KeyRow, right: KeyRow): number {
  return (
    Number(left.retiredAt !== undefined) - Number(right.retiredAt !== undefined) || right.createdAt - left.createdAt
  );
}

function first<Key>(keys: ReadonlyMap<string, Key>): Key {
  const [key] = keys.values();
  if (key === undefined) throw new Error('the key ring is empty');
  return key;
}
