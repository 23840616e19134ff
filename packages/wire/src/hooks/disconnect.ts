/** What the disconnect hook tells. */
export interface DisconnectHook {
  readonly clientId: string;
  readonly accountId: number;
}

/**
 * What the `signature` parameter signs: HMAC-SHA256 keyed by the client secret, in lower-case hex.
 *
 * @see docs/spec/dialect.md#disconnect-hook
 */
export function disconnectSigningInput({ clientId, accountId }: DisconnectHook): string {
  return `${clientId}|${accountId}`;
}

/** The address that is asked for: the registered one, the parameters appended to whatever query it has. */
export function formatDisconnectUrl(registered: string, hook: DisconnectHook & { readonly signature: string }): string {
  const query = `client_uuid=${hook.clientId}&account_id=${hook.accountId}&signature=${hook.signature}`;
  return `${registered}${registered.includes('?') ? '&' : '?'}${query}`;
}
