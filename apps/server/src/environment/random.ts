import { randomFillSync, randomInt } from 'node:crypto';
import type { Random } from '@pristan/flows';
import { uuidv7 } from 'uuidv7';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A call for random bytes costs 2 µs, whatever their number: they are drawn in stock. */
const STOCK_BYTES = 4096;
const stock = Buffer.alloc(STOCK_BYTES);
let used = STOCK_BYTES;

/**
 * Random bytes from the operating system as base64url, each byte given out once and then wiped.
 *
 * @param bytes at most 4,096
 */
export function randomText(bytes: number): string {
  if (used + bytes > STOCK_BYTES) {
    randomFillSync(stock);
    used = 0;
  }
  const end = used + bytes;
  const text = stock.toString('base64url', used, end);
  stock.fill(0, used, end);
  used = end;
  return text;
}

/** Randomness from the operating system; only `fraction` is not for secrets. */
export const systemRandom: Random = {
  uuid: () => uuidv7(),
  text: randomText,
  alphanumeric: (length) => Array.from({ length }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join(''),
  fraction: () => Math.random(),
};
