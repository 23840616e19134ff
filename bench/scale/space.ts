/** Bytes of a family with its share of accounts, grants, codes and indexes, measured and rounded up. */
const BYTES_PER_FAMILY = 1_000;
/** Write-ahead log, temporary files and an empty store, for each store. */
const BYTES_PER_STORE = 1.5 * 2 ** 30;
/** Bytes that have to stay free. */
const BYTES_LEFT = 2 * 2 ** 30;

/** Disk space that stores of these numbers of families take, in bytes. */
export function spaceNeeded(sizes: readonly number[]): number {
  return sizes.reduce((sum, families) => sum + families * BYTES_PER_FAMILY + BYTES_PER_STORE, 0);
}

/** Whether the stores may be made: asked first, unless the caller said yes, and never without the space. */
export function spaceAnswer(
  needed: number,
  free: number,
  caller: { readonly saidYes: boolean; readonly canBeAsked: boolean },
): 'go' | 'ask' | 'too_little' | 'say_yes' {
  if (free < needed + BYTES_LEFT) return 'too_little';
  if (caller.saidYes) return 'go';
  return caller.canBeAsked ? 'ask' : 'say_yes';
}

/** Sizes as the command line names them: `1e4`, `100000`. Undefined if one is no multiple of 1,000 up to 10⁸. */
export function sizesOf(words: readonly string[]): readonly number[] | undefined {
  const sizes = words.length === 0 ? [1e4, 1e5, 1e6, 1e7] : words.map(Number).sort((a, b) => a - b);
  return sizes.every((size) => size >= 1_000 && size <= 1e8 && size % 1_000 === 0) ? sizes : undefined;
}
