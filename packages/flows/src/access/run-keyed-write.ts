import { idempotencyAnswersMax, idempotencyRetentionMs } from '@pristan/rules';
import type { KeyedWrites } from '../ports/keyed-writes.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, AssociatedData, SecretHasher, Vault } from '../ports/environment.ts';

export interface KeyedWriteEnvironment {
  readonly clock: Clock;
  readonly secrets: SecretHasher;
  readonly vault: Vault;
  readonly keyedWrites: KeyedWrites;
}

/** A request that came with an idempotency key. */
export interface KeyedRequest {
  /** Identity of the sender. The same idempotency key from another caller counts as a different key. */
  readonly caller: string;
  /** User whose quota of stored answers is used, whichever of their tokens sent the request. */
  readonly holder: string;
  readonly key: string;
  /** Hash of the request's endpoint and body. An idempotency key that is sent again must come with the same hash. */
  readonly request: string;
  /** Milliseconds for which a stored answer is replayed; 24 hours by default. */
  readonly keptMs?: number;
}

/** A stored HTTP response: status, content type, `Location` and body. */
export interface KeyedWriteAnswer {
  readonly status: number;
  readonly type: string | undefined;
  /** `Location` header: URL of the created resource or of the next page. */
  readonly location?: string | undefined;
  readonly body: string | undefined;
}

export type KeyedWriteResult<Refused> =
  | { readonly kind: 'answer'; readonly answer: KeyedWriteAnswer; readonly replayed: boolean }
  /** The write refused the request: it changed nothing, and its answer is not stored. */
  | { readonly kind: 'refused'; readonly refused: Refused }
  | { readonly kind: 'in_progress' }
  | { readonly kind: 'reused' };

/**
 * Runs a write once per idempotency key; later requests with the key get the stored answer. The answer is sealed and
 * stored in the same transaction as the write. A refusal rolls the write back and is not stored, so the client may send
 * the same key again.
 *
 * @param write must use the store that it is given, and must not do slow work
 * @throws UnavailableError when the store fails; then either nothing was written, or the same key replays the answer
 * @see docs/adr/0015-idempotency.md
 */
export async function runKeyedWrite<Refused>(
  env: KeyedWriteEnvironment,
  request: KeyedRequest,
  write: (store: Store) => Promise<{ readonly answer: KeyedWriteAnswer } | { readonly refused: Refused }>,
): Promise<KeyedWriteResult<Refused>> {
  const keyHash = env.secrets.hash(`idempotency\n${request.caller}\n${request.key}`);
  const place: AssociatedData = {
    table: 'idempotency_answers',
    column: 'sealed',
    id: Buffer.from(keyHash).toString('hex'),
  };
  const now = env.clock.now();
  const outcome = await env.keyedWrites.run<KeyedWriteResult<Refused>>(
    { keyHash, holder: request.holder },
    now - (request.keptMs ?? idempotencyRetentionMs),
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
  readonly answer: KeyedWriteAnswer;
}
