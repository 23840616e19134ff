/** The platform's URLs and this integration's own keys: everything that the shop knows of the platform. */
export interface Keys {
  /** URL of the platform's public site. */
  readonly platformUrl: string;
  /** Parent domain of account hosts. */
  readonly baseDomain: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
}

/** An unsuccessful response of the platform. */
export class PlatformRefused extends Error {
  override readonly name = 'PlatformRefused';
}

/**
 * Whether `referer` can be an account's host. It comes in a URL that anybody can write; without this check the client
 * secret could be posted to any host.
 */
export function isAccountHost(referer: string, keys: Keys): boolean {
  const suffix = `.${keys.baseDomain}`;
  return referer.endsWith(suffix) && /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(referer.slice(0, -suffix.length));
}

export async function exchangeCode(keys: Keys, code: string): Promise<Tokens> {
  return requestTokens(keys, { grant_type: 'authorization_code', code });
}

export async function refresh(keys: Keys, refreshToken: string): Promise<Tokens> {
  return requestTokens(keys, { grant_type: 'refresh_token', refresh_token: refreshToken });
}

/** Reads the account that an access token belongs to. */
export async function readAccount(
  keys: Keys,
  accessToken: string,
): Promise<{ name: string; subdomain: string; id: number }> {
  const response = await fetch(`${keys.platformUrl}/api/v4/account`, {
    headers: { Authorization: `Bearer ${accessToken}` },
  });
  if (!response.ok) throw new PlatformRefused(await response.text());
  return (await response.json()) as { name: string; subdomain: string; id: number };
}

async function requestTokens(keys: Keys, grant: Readonly<Record<string, string>>): Promise<Tokens> {
  // The platform's public site answers token requests for every account. On a laptop Node does not resolve
  // `<account>.localhost`.
  const response = await fetch(`${keys.platformUrl}/oauth2/access_token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      client_id: keys.clientId,
      client_secret: keys.clientSecret,
      redirect_uri: keys.redirectUri,
      ...grant,
    }),
  });
  if (!response.ok) throw new PlatformRefused(await response.text());
  const body = (await response.json()) as { access_token: string; refresh_token: string; expires_in: number };
  return { accessToken: body.access_token, refreshToken: body.refresh_token, expiresInSeconds: body.expires_in };
}
