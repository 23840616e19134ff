/** An authorization code, taken apart. `nonce` is what the stored hash is made of. */
export interface CodeParts {
  readonly keyId: string;
  readonly accountId: number;
  readonly nonce: string;
}

/** A refresh token, taken apart. The MAC is over everything before it. */
export interface RefreshTokenParts {
  readonly keyId: string;
  readonly accountId: number;
  readonly familyId: string;
  readonly generation: number;
  readonly mac: string;
}

const CODE = /^([a-z0-9]{1,16})\.([0-9a-z]{1,11})-([A-Za-z0-9_-]{43})$/;
const REFRESH = /^([a-z0-9]{1,16})\.(([0-9a-z]{1,11})-[A-Za-z0-9_-]{22})\.(0|[1-9][0-9]{0,8})\.([A-Za-z0-9_-]{43})$/;

/** `<key id>.<account>-<nonce>`; opaque to clients. @see docs/spec/dialect.md#codes */
export function formatCode(parts: CodeParts): string {
  return `${parts.keyId}.${parts.accountId.toString(36)}-${parts.nonce}`;
}

/** The parts of a code, or `undefined` when it can't be one of ours. Says nothing about whether it was ever issued. */
export function parseCode(text: string): CodeParts | undefined {
  const [, keyId, account, nonce] = CODE.exec(text) ?? [];
  if (keyId === undefined || account === undefined || nonce === undefined) return undefined;
  const accountId = readAccount(account);
  return accountId === undefined ? undefined : { keyId, accountId, nonce };
}

/** A family id carries its account, so that the row is found by the account's key. `nonce`: 16 random bytes, base64url. */
export function formatFamilyId(accountId: number, nonce: string): string {
  return `${accountId.toString(36)}-${nonce}`;
}

/** What the MAC of a refresh token is computed over, and the token without it. */
export function refreshTokenSigningInput(parts: Omit<RefreshTokenParts, 'mac' | 'accountId'>): string {
  return `${parts.keyId}.${parts.familyId}.${parts.generation}`;
}

/** The parts of a refresh token, or `undefined` when it can't be one of ours. The MAC is not checked here. */
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
