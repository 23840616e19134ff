import { createCipheriv, createDecipheriv, hash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AssociatedData, Vault } from '@pristan/flows';
import type { SecretKey } from '../config/settings.ts';
import { lately } from './lately.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** No key of the key ring opens a sealed value: its key is missing or different, or the value was changed. */
export class UnsealError extends Error {
  override readonly name = 'UnsealError';
}

/** Derives keys from the key ring for one purpose (RFC 5869); values sealed for different purposes share no key. */
export function derivedFor(purpose: 'pages', ring: readonly SecretKey[]): readonly SecretKey[] {
  return ring.map(({ id, bytes }) => ({
    id,
    bytes: Buffer.from(hkdfSync('sha256', bytes, '', `pristan ${purpose}`, KEY_BYTES)),
  }));
}

/**
 * Encrypts values (AES-256-GCM) under the newest key of the ring. Table, column and row id are the associated data, so
 * that a value moved to another row or column does not open. Layout: key id length, key id, nonce, tag, ciphertext.
 */
export function openVault(ring: readonly SecretKey[]): Vault {
  const vault = sealer(ring);
  const known = lately<ComparedValue>(COMPARED_MAX);
  // Only this process knows the key, so the hashes that it remembers tell nothing about the values.
  const key = randomBytes(KEY_BYTES).toString('base64url');
  const keyed = (text: string): Buffer => hash('sha256', key + text, 'buffer');
  return {
    ...vault,
    isSealed(place, sealed, text) {
      const name = `${place.table} ${place.column} ${place.id}`;
      const before = known.get(name);
      if (before !== undefined && before.sealed.equals(sealed)) return timingSafeEqual(before.hash, keyed(text));
      const opened = { sealed: Buffer.from(sealed), hash: keyed(vault.open(place, sealed)) };
      known.set(name, opened);
      return timingSafeEqual(opened.hash, keyed(text));
    },
  };
}

/** A sealed value that was compared, and the keyed hash of its text; another sealed value in its place is opened anew. */
interface ComparedValue {
  readonly sealed: Buffer;
  readonly hash: Buffer;
}

const COMPARED_MAX = 10_000;

function sealer(ring: readonly SecretKey[]): Pick<Vault, 'seal' | 'open'> {
  const [newest] = ring;
  if (newest === undefined) throw new Error('the key ring is empty');
  const byId = new Map(ring.map((key) => [key.id, key.bytes]));
  return {
    seal(place, clear) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', newest.bytes, nonce).setAAD(additionalData(place));
      const sealed = Buffer.concat([cipher.update(clear, 'utf8'), cipher.final()]);
      const id = Buffer.from(newest.id);
      return Buffer.concat([Buffer.from([id.length]), id, nonce, cipher.getAuthTag(), sealed]);
    },
    open(place, sealed) {
      const bytes = Buffer.from(sealed);
      const idLength = bytes[0] ?? 0;
      const at = 1 + idLength;
      const key = byId.get(bytes.subarray(1, at).toString());
      if (key === undefined)
        throw new UnsealError(`sealed under a key that is not in PRISTAN_SECRET_KEYS: ${place.table}.${place.column}`);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(at, at + NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(additionalData(place))
        .setAuthTag(bytes.subarray(at + NONCE_BYTES, at + NONCE_BYTES + TAG_BYTES));
      const clear = decipher.update(bytes.subarray(at + NONCE_BYTES + TAG_BYTES));
      try {
        return Buffer.concat([clear, decipher.final()]).toString('utf8');
      } catch (error) {
        throw new UnsealError(`not sealed by this ring for ${place.table}.${place.column}`, { cause: error });
      }
    },
  };
}

function additionalData(place: AssociatedData): Buffer {
  return Buffer.from(JSON.stringify([place.table, place.column, place.id]));
}
