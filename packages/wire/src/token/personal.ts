/**
 * What a personal access token may be allowed, a closed list: it never reaches secrets, other people, or what is
 * connected to an account.
 */
export const tokenAbilities = ['integrations:read', 'widgets:write', 'deliveries:read', 'deliveries:resend'] as const;

export type TokenAbility = (typeof tokenAbilities)[number];

/** A personal access token, taken apart. */
export interface PersonalTokenParts {
  readonly keyId: string;
  /** 43 characters out of A–Z, a–z, 0–9: 256 bits. */
  readonly secret: string;
}

const TOKEN = /^(pristan_pat_(m[0-9a-f]{10})_([A-Za-z0-9]{43}))([0-9A-Za-z]{6})$/;

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * `pristan_pat_<key id>_<secret><checksum>`: one form and length, so that scanners for leaked secrets find it, and no
 * character at which a double click ends. The checksum is the CRC-32 of what stands before it, in six digits of base 62.
 */
export function formatPersonalToken({ keyId, secret }: PersonalTokenParts): string {
  const body = `pristan_pat_${keyId}_${secret}`;
  return `${body}${checksumOf(body)}`;
}

/** The parts of a token, or `undefined` when it can't be one of ours. Says nothing about whether it was ever minted. */
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

/** CRC-32 of ASCII text, as zlib has it. @see RFC 1952 §8 */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
