import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Place, Vault } from '@pristan/flows';
import type { SecretKey } from '../config/settings.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM under the newest key of the ring; the place it stands in is additional data, so that a value moved to
 * another row or column does not open. Layout: key id length, key id, nonce, tag, ciphertext.
 */
export function openVault(ring: readonly SecretKey[]): Vault {
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
        throw new Error(`sealed under a key that is not in PRISTAN_SECRET_KEYS: ${place.table}.${place.column}`);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(at, at + NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(additionalData(place))
        .setAuthTag(bytes.subarray(at + NONCE_BYTES, at + NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(at + NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString(
        'utf8',
      );
    },
  };
}

function additionalData(place: Place): Buffer {
  return Buffer.from(JSON.stringify([place.table, place.column, place.id]));
}
