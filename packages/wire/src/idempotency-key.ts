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
