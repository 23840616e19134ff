/** A query parameter as it stood in the address: still percent-encoded, so that it can be returned byte for byte. */
export interface RawParameter {
  readonly name: string;
  readonly raw: string;
  /** Decoded as a form value; `undefined` when it is not valid UTF-8. */
  readonly value: string | undefined;
}

/** Splits a raw query string (without `?`). Never fails; what can't be decoded has no `value`. */
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
 * The same bytes, fit for a query string of ours: what is already encoded stays as it is (so `+` stays `+`), what may
 * not stand there is encoded.
 */
export function returnRaw(raw: string): string {
  return raw.replace(/%(?![0-9a-fA-F]{2})/g, '%25').replace(/[^A-Za-z0-9\-._~!$'()*,;:@/?+=%]/g, (character) => {
    // Node hands a request's address over as Latin-1: one character is one byte.
    const byte = character.charCodeAt(0) & 0xff;
    return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
