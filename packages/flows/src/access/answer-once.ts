import { idempotencyAnswersMax, idempotencyKeptMs } from '@pristan/rules';
import type { KeyedWrites } from '../ports/keyed-writes.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Place, Secrets, Vault } from '../ports/world.ts';

export interface OnceEnvironment {
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly vault: Vault;
  readonly keyedWrites: KeyedWrites;
}

/** A request that came with an idempotency key. */
export interface KeyedRequest {
  /** Who sent it, so that a key of one caller means nothing to another. */
  readonly caller: string;
  /** Owner of the quota of stored answers that it counts against: the person, whichever of their tokens they used. */
  readonly holder: string;
  readonly key: string;
  /** A hash over endpoint and body: all that two requests with one key have to agree in. */
  readonly request: string;
  /** For how long the answer is given again, in milliseconds; 24 hours unless said. */
  readonly keptMs?: number;
}

/** An answer as it goes out. */
export interface WrittenAnswer {
  readonly status: number;
  readonly type: string | undefined;
  /** `Location` header: the address that was created, or the next page. */
  readonly location?: string | undefined;
  readonly body: string | undefined;
}

export type Once<Refused> =
  | { readonly kind: 'answer'; readonly answer: WrittenAnswer; readonly replayed: boolean }
  /** A refusal changes nothing, and is not stored. */
  | { readonly kind: 'refused'; readonly refused: Refused }
  | { readonly kind: 'in_progress' }
  | { readonly kind: 'reused' };

/**
 * Carries out a write once for its key, and answers the same again. The answer is stored, sealed, in the transaction of
 * the effect. A refusal undoes what was done before it and is not stored, so the same key may be tried again.
 *
 * @param write does it with the store that it is given, and nothing slow
 * @throws Fault as the store does; then nothing was done, or the same key gives the answer
 * @see docs/adr/0015-idempotency.md
 */
export async function answerOnce<Refused>(
  env: OnceEnvironment,
  request: KeyedRequest,
  write: (store: Store) => Promise<{ readonly answer: WrittenAnswer } | { readonly refused: Refused }>,
): Promise<Once<Refused>> {
  const keyHash = env.secrets.hash(`idempotency\n${request.caller}\n${request.key}`);
  const place: Place = {
    table: 'idempotency_answers',
    column: 'sealed',
    id: Buffer.from(keyHash).toString('hex'),
  };
  const now = env.clock.now();
  const outcome = await env.keyedWrites.run<Once<Refused>>(
    { keyHash, holder: request.holder },
    now - (request.keptMs ?? idempotencyKeptMs),
    async (attempt) => {
      if (attempt.stored !== undefined) {
        const { request: first, answer } = JSON.parse(env.vault.open(place, attempt.stored)) as Stored;
        return first === request.request ? { kind: 'answer', answer, replayed: true } : { kind: 'reused' };
      }
      const outcome = await write(attempt.store);
      if ('refused' in outcome) return { kind: 'refused', refused: outcome.refused };
      const { answer } = outcome;
      const stored: Stored = { request: request.request, answer };
      await attempt.keep(env.vault.seal(place, JSON.stringify(stored)), now, idempotencyAnswersMax);
      return { kind: 'answer', answer, replayed: false };
    },
  );
  return outcome === 'in_progress' ? { kind: 'in_progress' } : outcome;
}

interface Stored {
  readonly request: string;
  readonly answer: WrittenAnswer;
}
