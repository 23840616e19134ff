/** A content coding that a stored answer may have; `identity` means no coding. */
export type ContentCoding = 'br' | 'gzip' | 'identity';

const aliases: Readonly<Record<string, string>> = { 'x-gzip': 'gzip' };

/**
 * Chooses the content coding of an answer that is stored in several: the one with the highest weight, and for equal
 * weights the first in `available`. `identity` is acceptable unless it or `*` has weight 0, and comes last when the
 * header does not name it. Parts of the header that do not match the grammar are ignored.
 *
 * @param header the value of `Accept-Encoding`; without it the answer is `identity`
 * @param available the answer's codings besides `identity`, the preferred one first
 * @returns `undefined` when the client accepts none of the codings
 * @see RFC 9110 §12.5.3
 */
export function chooseCoding(
  header: string | undefined,
  available: readonly Exclude<ContentCoding, 'identity'>[],
): ContentCoding | undefined {
  if (header === undefined) return 'identity';
  const weights = weightsIn(header);
  const anyOther = weights.get('*');
  const weightOf = (coding: string): number => weights.get(coding) ?? anyOther ?? 0;
  const named = [...available, 'identity' as const].filter((coding) => weights.has(coding) || coding !== 'identity');
  const best = named.reduce<ContentCoding | undefined>(
    (chosen, coding) => (weightOf(coding) > (chosen === undefined ? 0 : weightOf(chosen)) ? coding : chosen),
    undefined,
  );
  if (best !== undefined) return best;
  return (weights.get('identity') ?? anyOther) === 0 ? undefined : 'identity';
}

function weightsIn(header: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const part of header.split(',')) {
    const [, name, weight = '1'] =
      /^[ \t]*([!#$%&'*+.^_`|~0-9a-z-]+)[ \t]*(?:;[ \t]*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)[ \t]*)?$/i.exec(part) ?? [];
    if (name === undefined) continue;
    const coding = name.toLowerCase();
    weights.set(aliases[coding] ?? coding, Number(weight));
  }
  return weights;
}
