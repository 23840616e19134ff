/**
 * The effect of sending the same write request twice.
 * - `key`: a repeat would write again; an idempotency key makes it one write.
 * - `precondition`: the request names the state that it replaces; a repeat is refused, or with an idempotency key gets
 * the first answer.
 * - `naturally`: a repeat has no further effect and gets the same answer; an idempotency key is ignored.
 *
 * @see docs/spec/api-problems.md#idempotency
 */
export type Repeatable = 'key' | 'precondition' | 'naturally';

export type IdempotencyKey =
  { readonly kind: 'absent' } | { readonly kind: 'key'; readonly key: string } | { readonly kind: 'malformed' };

/**
 * Reads the header `Idempotency-Key`: 1 to 255 printable ASCII characters, sent once. Quotes are part of the key.
 *
 * @param values every `Idempotency-Key` header of the request, as sent
 * @see docs/spec/api-problems.md#idempotency
 */
export function readIdempotencyKey(values: readonly string[]): IdempotencyKey {
  const [key, ...more] = values;
  if (key === undefined) return { kind: 'absent' };
  return more.length === 0 && /^[\x20-\x7e]{1,255}$/.test(key) ? { kind: 'key', key } : { kind: 'malformed' };
}
