import type { SharedTokenRefusal } from '@pristan/flows';
import type { ExchangeRefusal, RefreshRefusal } from '@pristan/rules';
import type { Platform, TokenError } from '@pristan/wire';
import { formatTokenError } from '@pristan/wire';
import type { FastifyReply } from 'fastify';

type Refusal = ExchangeRefusal | RefreshRefusal | SharedTokenRefusal;

/**
 * Maps a refused request for tokens, by a code or a refresh token, to the error on the wire; the only place that does.
 *
 * @see docs/spec/dialect.md#token-errors
 */
export function tokenErrorOf(refusal: Refusal): TokenError {
  switch (refusal.reason) {
    case 'parameter_missing':
    case 'parameter_repeated':
      return invalidRequest(`Check the \`${refusal.parameter}\` parameter`);
    default:
      return errors[refusal.reason];
  }
}

const errors: Readonly<Record<Exclude<Refusal['reason'], 'parameter_missing' | 'parameter_repeated'>, TokenError>> = {
  grant_type_unsupported: {
    status: 400,
    hint: 'Check that all required parameters have been provided',
    error: 'unsupported_grant_type',
  },
  client_unknown: invalidRequest('Check the `client_id` parameter'),
  secret_wrong: { status: 401, error: 'invalid_client' },
  code_unknown: grant(400, 'Cannot decrypt the authorization code'),
  code_expired: grant(400, 'Authorization code has expired'),
  code_revoked: grant(400, 'Authorization code has been revoked'),
  code_of_another_client: grant(400, 'Authorization code was not issued to this client'),
  redirect_uri_differs: grant(400, 'Redirect URI is not associated with client'),
  account_differs: grant(400, 'Invalid account'),
  account_unknown: { status: 404, hint: 'Account not found', error: 'invalid_request' },
  verifier_differs: grant(400, 'Failed to verify the code_verifier'),
  token_unknown: grant(401, 'Cannot decrypt the refresh token'),
  token_expired: grant(401, 'Token has expired'),
  token_revoked: grant(401, 'Token has been revoked'),
  token_of_another_client: grant(401, 'Token is not linked to client'),
};

export function invalidRequest(hint: string, status: TokenError['status'] = 400): TokenError {
  return { status, hint, error: 'invalid_request' };
}

function grant(status: 400 | 401, hint: string): TokenError {
  return { status, hint, error: 'invalid_grant' };
}

/** Sends an error of the token endpoint as JSON. @see docs/spec/dialect.md#token-errors */
export async function sendTokenError(
  reply: FastifyReply,
  error: TokenError,
  platform: Platform,
): Promise<FastifyReply> {
  // `WWW-Authenticate` is sent only with `invalid_client`: strict clients throw at a challenge before they read the
  // body.
  if (error.error === 'invalid_client') reply.header('WWW-Authenticate', 'Basic realm="pristan"');
  return sendJson(reply.code(error.status), formatTokenError(error, platform));
}

/**
 * Sends a JSON answer of the token endpoint; like every answer, no cache stores it. Its content type has no parameter, because one client
 * library compares it exactly.
 */
export async function sendJson(reply: FastifyReply, body: object): Promise<FastifyReply> {
  return reply
    .header('Pragma', 'no-cache')
    .header('Content-Type', 'application/json')
    .serializer(String)
    .send(JSON.stringify(body));
}
