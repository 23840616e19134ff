const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A text's UTF-8 bytes in base64url without padding. @see RFC 7515 §2 */
export function base64urlOf(text: string): string {
  let written = '';
  let kept = 0;
  let bits = 0;
  for (const byte of utf8Bytes(text)) {
    kept = ((kept << 8) | byte) & 0xffff;
    bits += 8;
    for (; bits >= 6; bits -= 6) written += ALPHABET.charAt((kept >> (bits - 6)) & 63);
  }
  return bits === 0 ? written : written + ALPHABET.charAt((kept << (6 - bits)) & 63);
}

/** The UTF-8 bytes of a text, without TextEncoder, which this package's runtimes may lack. */
function utf8Bytes(text: string): readonly number[] {
  const parts = encodeURIComponent(text).match(/%[0-9A-F]{2}|[^%]/g) ?? [];
  return parts.map((part) => (part.length === 3 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0)));
}
