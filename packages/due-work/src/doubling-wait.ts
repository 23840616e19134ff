/**
 * Wait before the next attempt (ms): `firstMs` after the first failure, doubled after each further one, at most
 * `longestMs`.
 *
 * @param failures number of failures so far, at least 1
 */
export function doublingWait(
  failures: number,
  { firstMs, longestMs }: { readonly firstMs: number; readonly longestMs: number },
): number {
  return Math.min(firstMs * 2 ** (Math.max(1, failures) - 1), longestMs);
}
