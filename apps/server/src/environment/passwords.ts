import type { Passwords } from '@pristan/flows';
import { Fault } from '@pristan/flows';
import { hash, verify } from '@node-rs/argon2';
import { turnstile } from '../registry/turnstile.ts';

// argon2id; the parameters OWASP names first.
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Each takes 19 MiB and a thread for some 30 ms: two at once, and who would wait for more than a second is told so. */
const AT_ONCE = 2;
const WAITING_MAX = 50;

let decoy: Promise<string> | undefined;

/**
 * argon2id in the library's own threads, a few at a time.
 *
 * @throws Fault when too many wait already; then nothing was hashed
 */
export const argonPasswords: Passwords = boundedPasswords({ running: AT_ONCE, waiting: WAITING_MAX });

/** `argonPasswords` with other bounds. */
export function boundedPasswords(bounds: { readonly running: number; readonly waiting: number }): Passwords {
  const through = turnstile(bounds);
  const inTurn = async <Value>(job: () => Promise<Value>): Promise<Value> => {
    const outcome = await through(job);
    if (outcome === 'busy') throw new Fault('too many passwords are being checked');
    return outcome;
  };
  return {
    hash: (password) => inTurn(() => hash(password, options)),
    verify: (password, stored) =>
      inTurn(async () => {
        if (stored !== undefined) return verify(stored, password);
        decoy ??= hash('a password that nobody has', options);
        await verify(await decoy, password);
        return false;
      }),
  };
}
