import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { aCode, type Integration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';

/** Fields that replace those of a valid token request. `undefined` leaves a field out. */
export interface TokenRequest {
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly form?: boolean;
  readonly host?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a token request of this integration to the account's host: as JSON, or as a form with `form`. */
export async function requestTokens(
  platform: Pick<Platform, 'inject'>,
  integration: Integration,
  asked: TokenRequest,
): Promise<LightMyRequestResponse> {
  const { fields = {}, form = false, host = 'demo.accounts.test', url = '/oauth2/access_token', headers = {} } = asked;
  const all = { client_id: integration.client_id, client_secret: integration.client_secret, ...fields };
  const sent = Object.entries(all).filter(([, value]) => value !== undefined);
  const options: InjectOptions & { host: string } = form
    ? {
        method: 'POST',
        url,
        host,
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        payload: new URLSearchParams(sent.map(([name, value]) => [name, String(value)])).toString(),
      }
    : {
        method: 'POST',
        url,
        host,
        headers: { 'content-type': 'application/json', ...headers },
        payload: JSON.stringify(Object.fromEntries(sent)),
      };
  return platform.inject(options);
}

export const codeGrant = (
  integration: Integration,
  code: string,
  more: Readonly<Record<string, unknown>> = {},
): TokenRequest => ({
  fields: { grant_type: 'authorization_code', redirect_uri: integration.redirectUri, code, ...more },
});

export const refreshGrant = (refreshToken: string, more: Readonly<Record<string, unknown>> = {}): TokenRequest => ({
  fields: { grant_type: 'refresh_token', refresh_token: refreshToken, ...more },
});

export interface TokenPair {
  readonly access_token: string;
  readonly refresh_token: string;
}

export const demoAdmin = { account: 'demo', email: 'admin@demo.test' };

/** Gives consent as the admin of `demo` and returns the code. */
export async function issueCode(platform: Platform, integration: Integration): Promise<string> {
  return (await aCode(platform, integration, demoAdmin)).code;
}

export async function issueTokenPair(platform: Platform, integration: Integration): Promise<TokenPair> {
  const response = await requestTokens(
    platform,
    integration,
    codeGrant(integration, await issueCode(platform, integration)),
  );
  return response.json<TokenPair>();
}

/** Status and exact body of an answer: the body's bytes are part of the protocol. */
export const statusAndBody = (response: LightMyRequestResponse) => ({
  status: response.statusCode,
  body: response.body,
});

/** The exact token error body of platform 1. @see docs/spec/dialect.md#token-errors */
export function tokenError(status: number, hint: string, error: string): { status: number; body: string } {
  return {
    status,
    body:
      `{"hint":"${hint}","title":"Некорректный запрос","type":"https://developers.amocrm.ru/v3/errors/OAuthProblemJson",` +
      `"status":${status},"detail":"В запросе отсутствует ряд параметров или параметры невалидны",` +
      `"error":"${error}","error_description":"${hint}"}`,
  };
}

export const wrongClient = {
  status: 401,
  body:
    '{"title":"Некорректный клиент","type":"https://developers.amocrm.ru/v3/errors/OAuthProblemJson","status":401,' +
    '"detail":"Авторизация клиента не прошла","error":"invalid_client","error_description":"Client authentication failed"}',
};

export const tokenRevokedError = tokenError(401, 'Token has been revoked', 'invalid_grant');
export const codeRevokedError = tokenError(400, 'Authorization code has been revoked', 'invalid_grant');
