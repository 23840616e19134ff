/** The known members of a request body as sent; an empty string counts as absent. @see RFC 6749 §3.2 */
export type Fields<Member extends string> = { readonly [member in Member]?: string };

/**
 * A request body read into its known members. A repeated member keeps its first value, and `member` names the first
 * repetition.
 *
 * @see RFC 6749 §3.2
 */
export type FieldsReading<Member extends string> =
  | { readonly kind: 'fields'; readonly fields: Fields<Member> }
  | { readonly kind: 'duplicate'; readonly member: Member; readonly fields: Fields<Member> }
  | { readonly kind: 'unreadable' };

/** Reads the known members of an `application/x-www-form-urlencoded` body and ignores the others. @see RFC 6749 §3.2 */
export function readFormFields<Member extends string>(body: string, members: readonly Member[]): FieldsReading<Member> {
  const fields = new Map<Member, string>();
  let twice: Member | undefined;
  for (const [name, value] of formPairs(body)) {
    const member = members.find((known) => known === name);
    if (member === undefined) continue;
    if (!fields.has(member)) fields.set(member, value);
    else twice ??= member;
  }
  return twice === undefined
    ? { kind: 'fields', fields: withoutEmpty(fields) }
    : { kind: 'duplicate', member: twice, fields: withoutEmpty(fields) };
}

/**
 * The names and values of a form. Tokens and secrets contain no escapes, so most pairs are taken as they are, which
 * costs a tenth of decoding them.
 *
 * @see https://url.spec.whatwg.org/#urlencoded-parsing
 */
function* formPairs(body: string): Iterable<readonly [name: string, value: string]> {
  // A leading question mark is skipped, as URLSearchParams does with a whole query.
  for (const pair of body.replace(/^\?/, '').split('&')) {
    if (pair === '') continue;
    if (pair.includes('%') || pair.includes('+')) {
      yield* new URLSearchParams(`&${pair}`);
      continue;
    }
    const at = pair.indexOf('=');
    yield at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  }
}

/**
 * Reads a parsed JSON body: an object whose known members are strings or `null` (absent). The JSON parser already
 * dropped duplicates: the last one wins.
 *
 * @see docs/spec/dialect.md#duplicate-parameters
 */
export function readJsonFields<Member extends string>(
  body: unknown,
  members: readonly Member[],
): FieldsReading<Member> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { kind: 'unreadable' };
  const fields = new Map<Member, string>();
  for (const [name, value] of Object.entries(body)) {
    const member = members.find((known) => known === name);
    if (member === undefined || value === null) continue;
    if (typeof value !== 'string') return { kind: 'unreadable' };
    fields.set(member, value);
  }
  return { kind: 'fields', fields: withoutEmpty(fields) };
}

function withoutEmpty<Member extends string>(fields: ReadonlyMap<Member, string>): Fields<Member> {
  const filled: { [member in Member]?: string } = {};
  for (const [member, value] of fields) if (value !== '') filled[member] = value;
  return filled;
}
