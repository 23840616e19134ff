/** Replaces each value that differs from run to run by a stable placeholder; equal values get equal placeholders. */
export interface Placeholders {
  /** Makes `<name>` the placeholder of this value from now on. */
  readonly name: (value: string | number, name: string) => void;
  readonly text: (text: string) => string;
  /**
   * Replaces values in each text, number and member name of a JSON value. A number's placeholder says that it stands
   * for a number.
   */
  readonly json: (value: unknown) => unknown;
}

const date = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g;

/** Patterns of random or counted values, in the order in which they are matched. */
const drawn: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['jwt', /\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g],
  ['refresh token', /\b\w+\.[0-9a-z]+-[\w-]{22}\.\d+\.[\w-]{20,}/g],
  ['code', /\b\w+\.[0-9a-z]+-[\w-]{43}(?![\w-])/g],
  ['id', /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi],
  ['signature', /(?<=v1a?,)[A-Za-z0-9+/]{40,}={0,2}/g],
  ['hash', /\b[0-9a-f]{64}\b/g],
  ['request', /\breq-[0-9a-z]+\b/g],
];

/** Random text in base64url of at least 22 characters, which are 16 bytes. */
const opaque = /(?<![\w<-])[\w-]{22,}(?:\.[\w-]+)*/g;
/** Times from 2020 to 2033, in Unix seconds or milliseconds. */
const moment = /(?<![\w.-])(1[6-9]\d{8}|1[6-9]\d{11})(?![\w.])/g;

/** @param now the present time in Unix milliseconds; the placeholder of a time is its distance from it */
export function openPlaceholders(named: ReadonlyMap<string, string>, now: () => number): Placeholders {
  const known = new Map(named);
  const counts = new Map<string, number>();

  const draw = (kind: string, value: string): string => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const placeholder = `<${kind} ${count}>`;
    known.set(value, placeholder);
    return placeholder;
  };

  const time = (digits: string): string => {
    const before = known.get(digits);
    if (before !== undefined) return before;
    const seconds = digits.length === 10 ? Number(digits) : Math.floor(Number(digits) / 1000);
    const ahead = seconds - Math.floor(now() / 1000);
    const placeholder = ahead < 0 ? '<earlier>' : ahead === 0 ? '<now>' : `<now + ${ahead} s>`;
    known.set(digits, placeholder);
    return placeholder;
  };

  const text = (whole: string): string => {
    const byLength = [...known].filter(([value]) => value.length > 4).sort(([a], [b]) => b.length - a.length);
    let rest = whole.replace(date, '<date>');
    for (const [value, placeholder] of byLength) rest = rest.replaceAll(value, placeholder);
    for (const [kind, pattern] of drawn) rest = rest.replace(pattern, (value) => draw(kind, value));
    rest = rest.replace(opaque, (value) => (isOpaque(value) ? draw('opaque', value) : value));
    return rest.replace(moment, time);
  };

  const json = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') {
      const placed = text(String(value));
      return placed === String(value) ? value : `number ${placed}`;
    }
    if (Array.isArray(value)) return value.map(json);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([member, one]) => [text(member), json(one)]));
  };

  return { name: (value, name) => void known.set(String(value), `<${name}>`), text, json };
}

/** Name of the platform in the headers of its hooks, which is constant. */
const sender = 'amoService-oAuth-Code-Sender';

/** Whether a text is random: words joined by hyphens are not, and have only small letters. */
function isOpaque(text: string): boolean {
  return text !== sender && /[\dA-Z]/.test(text);
}
