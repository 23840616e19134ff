const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const time = String.raw`(?<hours>\d\d):(?<minutes>\d\d):(?<seconds>\d\d)`;
/** The date form that HTTP servers send, and two obsolete ones (RFC 9110 §5.6.7). */
const dateForms = [
  new RegExp(`^[A-Z][a-z]{2}, (?<day>\\d\\d) (?<month>[A-Z][a-z]{2}) (?<year>\\d{4}) ${time} GMT$`),
  new RegExp(`^[A-Z][a-z]+day, (?<day>\\d\\d)-(?<month>[A-Z][a-z]{2})-(?<year>\\d\\d) ${time} GMT$`),
  new RegExp(`^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})$`),
];

/** Longer than any wait of a hook's sending plan; more digits would exceed exact integers. */
const SECONDS_DIGITS_MAX = 9;

/**
 * The instant that a `Retry-After` header names, in milliseconds; `undefined` when it is neither seconds nor a date.
 * When a receiver and its proxy both add the header, the latest instant takes effect.
 *
 * @see RFC 9110 §10.2.3
 */
export function parseRetryAfter(header: string | readonly string[], now: number): number | undefined {
  const named = [header].flat().flatMap((one) => instantNamed(one.trim(), now) ?? []);
  return named.length === 0 ? undefined : Math.max(...named);
}

function instantNamed(text: string, now: number): number | undefined {
  if (/^\d+$/.test(text)) {
    const seconds = Number(text.replace(/^0+(?=\d)/, '').slice(0, SECONDS_DIGITS_MAX + 1));
    return now + Math.min(seconds, 10 ** SECONDS_DIGITS_MAX) * 1000;
  }
  return parseHttpDate(text, now);
}

/** The instant of an HTTP date in any of its three forms, in milliseconds. */
function parseHttpDate(text: string, now: number): number | undefined {
  for (const form of dateForms) {
    const named = form.exec(text)?.groups;
    if (named !== undefined) return instantOf(named, now);
  }
  return undefined;
}

/** A two-digit year that would be more than fifty years ahead is in the past. */
function fullYear(short: number, now: number): number {
  const present = new Date(now).getUTCFullYear();
  const year = present - (present % 100) + short;
  return year > present + 50 ? year - 100 : year;
}

function instantOf(named: Readonly<Record<string, string>>, now: number): number | undefined {
  const { day, month, year = '', hours, minutes, seconds } = named;
  const monthIndex = months.indexOf(month ?? '');
  if (monthIndex < 0 || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return undefined;
  const fourDigits = year.length === 2 ? fullYear(Number(year), now) : Number(year);
  const at = Date.UTC(fourDigits, monthIndex, Number(day), Number(hours), Number(minutes), Number(seconds));
  return Number.isNaN(at) || new Date(at).getUTCMonth() !== monthIndex ? undefined : at;
}
