/** The integration that asks, as the token endpoint sees it. */
export interface ClientFacts {
  readonly integrationId: string;
  readonly state: 'active' | 'stopped';
  readonly keyEpoch: number;
  readonly redirectUri: string;
  /** How the presented secret compares, worked out before the rule: rules see no clear secret. */
  readonly secret: 'right' | 'wrong';
}

/** Whose host the request was sent to: an account's own, or the public site, which serves all. */
export type RequestHost = { readonly kind: 'account'; readonly accountId: number } | { readonly kind: 'public' };

/** The member of a request that is missing or unusable. */
export interface MissingParameter {
  readonly kind: 'refuse';
  readonly reason: 'parameter_missing';
  readonly parameter:
    'client_id' | 'client_secret' | 'redirect_uri' | 'code' | 'refresh_token' | 'code_verifier' | 'token';
}

export type ClientRefusal =
  MissingParameter | { readonly kind: 'refuse'; readonly reason: 'client_unknown' | 'secret_wrong' };

/** What both grants check before anything else, in the order of the dialect. `undefined`: the client is who it says. */
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

export function missing(parameter: MissingParameter['parameter']): MissingParameter {
  return { kind: 'refuse', reason: 'parameter_missing', parameter };
}
