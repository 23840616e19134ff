/** A query parameter as sent, still percent-encoded, so that it can be returned byte for byte. @see RFC 6749 §4.1.2 */
export interface RawParameter {
  readonly name: string;
  readonly raw: string;
  /** The form-decoded value; a `%` outside an escape stays a `%`. `undefined` when it is not UTF-8. */
  readonly value: string | undefined;
}

// A `%` outside an escape: the WHATWG URL Standard's percent-decode leaves it alone, and browsers send it unchanged.
const loosePercent = /%(?![0-9a-fA-F]{2})/g;

/**
 * Splits a raw query string (without `?`). Never fails: a parameter that can't be decoded has no `value`.
 *
 * @see docs/spec/dialect.md#duplicate-parameters
 */
export function readRawQuery(query: string): readonly RawParameter[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      const raw = at < 0 ? '' : part.slice(at + 1);
      return { name: decode(at < 0 ? part : part.slice(0, at)) ?? '', raw, value: decode(raw) };
    });
}

/**
 * Returns the same bytes, valid in a query string: encoded characters stay as they are (`+` stays `+`), characters that
 * a query cannot contain are percent-encoded.
 *
 * @see RFC 6749 §4.1.2
 */
export function returnRaw(raw: string): string {
  return raw.replace(loosePercent, '%25').replace(/[^A-Za-z0-9\-._~!$'()*,;:@/?+=%]/g, (character) => {
    // Node gives a request's address as Latin-1: one character is one byte.
    const byte = character.charCodeAt(0) & 0xff;
    return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' ').replace(loosePercent, '%25'));
  } catch {
    return undefined;
  }
}
