/**
 * The closed list of abilities of personal access tokens. No ability gives access to secrets, other users' data or
 * grants.
 *
 * @see docs/spec/dialect.md#methods
 */
export const tokenAbilities = ['integrations:read', 'widgets:write', 'deliveries:read', 'deliveries:resend'] as const;

/** One ability of a personal access token. @see docs/spec/dialect.md#methods */
export type TokenAbility = (typeof tokenAbilities)[number];

/** The parts of a personal access token. @see docs/spec/dialect.md#methods */
export interface PersonalTokenParts {
  readonly keyId: string;
  /** The random part of the token: 43 characters out of A–Z, a–z, 0–9, with 256 bits. */
  readonly secret: string;
}

const TOKEN = /^(pristan_pat_(m[0-9a-f]{10})_([A-Za-z0-9]{43}))([0-9A-Za-z]{6})$/;

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Formats a personal access token, `pristan_pat_<key id>_<secret><checksum>`. One form and length lets secret scanners
 * find leaked tokens, and a double click selects the whole token. The checksum is the CRC-32 of the text before it, in
 * six base-62 digits.
 *
 * @see docs/spec/dialect.md#methods
 */
export function formatPersonalToken({ keyId, secret }: PersonalTokenParts): string {
  const body = `pristan_pat_${keyId}_${secret}`;
  return `${body}${checksumOf(body)}`;
}

/**
 * The parts of a personal access token, or `undefined` when its form or checksum is wrong. The parts do not tell
 * whether the token was ever issued.
 *
 * @see docs/spec/dialect.md#methods
 */
export function parsePersonalToken(text: string): PersonalTokenParts | undefined {
  const [, body, keyId, secret, checksum] = TOKEN.exec(text) ?? [];
  if (body === undefined || keyId === undefined || secret === undefined) return undefined;
  return checksumOf(body) === checksum ? { keyId, secret } : undefined;
}

function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < 6; place++) {
    digits = `${DIGITS.charAt(rest % 62)}${digits}`;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** CRC-32 of ASCII text, as zlib computes it. @see RFC 1952 §8 */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
