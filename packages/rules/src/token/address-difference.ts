/**
 * The kind of difference between the redirect URI that a token request sent and the expected one. Stored instead of the
 * URI itself.
 *
 * @see docs/spec/dialect.md#first-token
 */
export type AddressDifference = 'blanks' | 'case' | 'slash' | 'encoding' | 'scheme' | 'query' | 'other';

/** Names the likeliest difference between two addresses that are not equal. @see docs/spec/dialect.md#first-token */
export function addressDifference(sent: string, registered: string): AddressDifference {
  if (sent.trim() === registered) return 'blanks';
  if (sent.toLowerCase() === registered.toLowerCase()) return 'case';
  if (withoutSlash(sent) === withoutSlash(registered)) return 'slash';
  if (sent.replaceAll(/%[0-9a-f]{2}/gi, decoded) === registered) return 'encoding';
  if (sent.replace(/^https?:/, '') === registered.replace(/^https?:/, '')) return 'scheme';
  if (withoutQuery(sent) === withoutQuery(registered)) return 'query';
  return 'other';
}

function withoutSlash(address: string): string {
  return address.endsWith('/') ? address.slice(0, -1) : address;
}

function withoutQuery(address: string): string {
  return address.split('?', 1)[0] ?? '';
}

function decoded(escape: string): string {
  return String.fromCodePoint(Number.parseInt(escape.slice(1), 16));
}
