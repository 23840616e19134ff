/** The authenticating integration, as the token endpoint reads it. @see docs/spec/dialect.md#client-authentication */
export interface ClientFacts {
  readonly integrationId: string;
  readonly state: 'active' | 'stopped';
  readonly keyEpoch: number;
  readonly redirectUri: string;
  /** The result of comparing the presented client secret, done by the flow: rules see no secret in clear. */
  readonly secret: 'right' | 'wrong';
}

/**
 * The host that received the request: an account's own, or the public site, which serves every account.
 *
 * @see docs/spec/dialect.md#hosts
 */
export type RequestHost = { readonly kind: 'account'; readonly accountId: number } | { readonly kind: 'public' };

/** True when an account's own host received a request about another account. @see docs/spec/dialect.md#hosts */
export function isHostOfAnother(host: RequestHost, accountId: number): boolean {
  return host.kind === 'account' && host.accountId !== accountId;
}

/** A refusal because a parameter of the token request is missing or unusable. @see docs/spec/dialect.md#token-errors */
export interface MissingParameter {
  readonly kind: 'refuse';
  readonly reason: 'parameter_missing';
  readonly parameter:
    'client_id' | 'client_secret' | 'redirect_uri' | 'code' | 'refresh_token' | 'code_verifier' | 'token';
}

/** The refusals of client authentication. @see docs/spec/dialect.md#token-errors */
export type ClientRefusal =
  MissingParameter | { readonly kind: 'refuse'; readonly reason: 'client_unknown' | 'secret_wrong' };

/**
 * Authenticates the client of a token request, in the order of docs/spec/dialect.md and before any other check. Returns
 * `undefined` when the client is authentic.
 *
 * @see RFC 6749 §2.3.1
 * @see docs/spec/dialect.md#token-order
 */
export function refuseClient(
  request: { readonly clientId: string | undefined; readonly hasSecret: boolean },
  client: ClientFacts | undefined,
): ClientRefusal | undefined {
  if (request.clientId === undefined) return missing('client_id');
  if (client === undefined) return { kind: 'refuse', reason: 'client_unknown' };
  if (!request.hasSecret) return missing('client_secret');
  if (client.secret === 'wrong') return { kind: 'refuse', reason: 'secret_wrong' };
  return undefined;
}

/** The refusal for a missing or unusable parameter of a token request. @see docs/spec/dialect.md#token-errors */
export function missing(parameter: MissingParameter['parameter']): MissingParameter {
  return { kind: 'refuse', reason: 'parameter_missing', parameter };
}
