import { randomBytes, randomInt } from 'node:crypto';
import type { Random } from '@pristan/flows';
import { uuidv7 } from 'uuidv7';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Randomness from the operating system; only `fraction` is not for secrets. */
export const systemRandom: Random = {
  uuid: () => uuidv7(),
  text: (bytes) => randomBytes(bytes).toString('base64url'),
  alphanumeric: (length) => Array.from({ length }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join(''),
  fraction: () => Math.random(),
};
