const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const time = String.raw`(\d\d):(\d\d):(\d\d)`;
/** The date form that HTTP servers send, and two obsolete ones (RFC 9110 §5.6.7): day, month, year, then the time. */
const imf = new RegExp(`^[A-Z][a-z]{2}, (\\d\\d) ([A-Z][a-z]{2}) (\\d{4}) ${time} GMT$`);
const rfc850 = new RegExp(`^[A-Z][a-z]+day, (\\d\\d)-([A-Z][a-z]{2})-(\\d\\d) ${time} GMT$`);
const asctime = new RegExp(`^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \\d]\\d) ${time} (\\d{4})$`);

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
  const [, day = '', month = '', year = '', ...clock] = imf.exec(text) ?? [];
  if (day !== '') return instantOf({ day, month, year: Number(year), clock });
  const [, oldDay = '', oldMonth = '', shortYear = '', ...oldClock] = rfc850.exec(text) ?? [];
  if (oldDay !== '')
    return instantOf({ day: oldDay, month: oldMonth, year: fullYear(Number(shortYear), now), clock: oldClock });
  const [, cMonth = '', cDay = '', hours = '', minutes = '', seconds = '', cYear = ''] = asctime.exec(text) ?? [];
  if (cMonth === '') return undefined;
  return instantOf({ day: cDay, month: cMonth, year: Number(cYear), clock: [hours, minutes, seconds] });
}

/** A two-digit year that would be more than fifty years ahead is in the past. */
function fullYear(short: number, now: number): number {
  const present = new Date(now).getUTCFullYear();
  const year = present - (present % 100) + short;
  return year > present + 50 ? year - 100 : year;
}

function instantOf(date: {
  readonly day: string;
  readonly month: string;
  readonly year: number;
  readonly clock: readonly string[];
}): number | undefined {
  const month = months.indexOf(date.month);
  const [hours = NaN, minutes = NaN, seconds = NaN] = date.clock.map(Number);
  if (month < 0 || hours > 23 || minutes > 59 || seconds > 60) return undefined;
  const at = Date.UTC(date.year, month, Number(date.day), hours, minutes, seconds);
  return Number.isNaN(at) || new Date(at).getUTCMonth() !== month ? undefined : at;
}
