/** The parts of an authorization code. The stored hash is made of `nonce`. @see docs/spec/dialect.md#codes */
export interface CodeParts {
  readonly keyId: string;
  readonly accountId: number;
  readonly nonce: string;
}

/** The parts of a refresh token. The MAC covers the text before it. @see docs/spec/dialect.md#refresh */
export interface RefreshTokenParts {
  readonly keyId: string;
  readonly accountId: number;
  readonly familyId: string;
  readonly generation: number;
  readonly mac: string;
}

const CODE = /^([a-z0-9]{1,16})\.([0-9a-z]{1,11})-([A-Za-z0-9_-]{43})$/;
const REFRESH = /^([a-z0-9]{1,16})\.(([0-9a-z]{1,11})-[A-Za-z0-9_-]{22})\.(0|[1-9][0-9]{0,8})\.([A-Za-z0-9_-]{43})$/;

/**
 * Writes an authorization code, `<key id>.<account>-<nonce>`, which is opaque to clients.
 *
 * @see docs/spec/dialect.md#codes
 */
export function formatCode(parts: CodeParts): string {
  return `${parts.keyId}.${parts.accountId.toString(36)}-${parts.nonce}`;
}

/**
 * The parts of an authorization code, or `undefined` when its form is wrong. The parts do not tell whether the code was
 * ever issued.
 *
 * @see docs/spec/dialect.md#codes
 */
export function parseCode(text: string): CodeParts | undefined {
  const [, keyId, account, nonce] = CODE.exec(text) ?? [];
  if (keyId === undefined || account === undefined || nonce === undefined) return undefined;
  const accountId = readAccount(account);
  return accountId === undefined ? undefined : { keyId, accountId, nonce };
}

/**
 * Formats the ID of a refresh-token family. The ID contains the account, so that the row is found by the account's key.
 * `nonce`: 16 random bytes, base64url.
 *
 * @see docs/spec/dialect.md#refresh
 */
export function formatFamilyId(accountId: number, nonce: string): string {
  return `${accountId.toString(36)}-${nonce}`;
}

/** A refresh token without its MAC, which is also the text that the MAC covers. @see docs/spec/dialect.md#refresh */
export function refreshTokenSigningInput(parts: Omit<RefreshTokenParts, 'mac' | 'accountId'>): string {
  return `${parts.keyId}.${parts.familyId}.${parts.generation}`;
}

/**
 * The parts of a refresh token, or `undefined` when its form is wrong. The MAC is not checked.
 *
 * @see docs/spec/dialect.md#refresh
 */
export function parseRefreshToken(text: string): RefreshTokenParts | undefined {
  const [, keyId, familyId, account, generation, mac] = REFRESH.exec(text) ?? [];
  if (keyId === undefined || familyId === undefined || account === undefined) return undefined;
  if (generation === undefined || mac === undefined) return undefined;
  const accountId = readAccount(account);
  return accountId === undefined ? undefined : { keyId, accountId, familyId, generation: Number(generation), mac };
}

function readAccount(text: string): number | undefined {
  const value = Number.parseInt(text, 36);
  return Number.isSafeInteger(value) && value > 0 && value.toString(36) === text ? value : undefined;
}
