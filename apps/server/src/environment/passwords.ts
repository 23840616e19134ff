import type { PasswordRequester, PasswordHasher } from '@pristan/flows';
import { hash, verify } from '@node-rs/argon2';
import type { PasswordQueueLimits } from './password-queue.ts';
import { passwordQueue } from './password-queue.ts';

// argon2id with the parameters that OWASP lists first for password storage.
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/**
 * Number of concurrent password hashes. A hash takes 19 MiB and a thread for some 30 ms: two run at once, and a request
 * that would wait about a second is refused.
 */
const AT_ONCE = 2;
const WAITING_MAX = 50;

let decoy: Promise<string> | undefined;

/**
 * Hashes and verifies passwords with argon2id in the library's own threads, a few at a time; people known by their
 * browser have a queue of their own.
 *
 * @throws BusyError when too many requests wait; nothing was hashed then
 */
export const argonPasswords: PasswordHasher = boundedPasswords({ running: AT_ONCE, waiting: WAITING_MAX });

const unnamed: PasswordRequester = { kind: 'stranger', address: '' };

/** Password hashing like `argonPasswords`, with other limits. */
export function boundedPasswords(bounds: PasswordQueueLimits): PasswordHasher {
  const inTurn = passwordQueue(bounds);
  return {
    hash: (password, asker = unnamed) => inTurn(asker, () => hash(password, options)),
    verify: (password, stored, asker = unnamed) =>
      inTurn(asker, async () => {
        if (stored !== undefined) return verify(stored, password);
        decoy ??= hash('a password that nobody has', options);
        await verify(await decoy, password);
        return false;
      }),
  };
}
