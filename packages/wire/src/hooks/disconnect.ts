/** The content of a disconnect hook. */
export interface DisconnectHook {
  readonly clientId: string;
  readonly accountId: number;
}

/**
 * The text that the `signature` parameter signs: HMAC-SHA256 keyed by the client secret, in lower-case hex.
 *
 * @see docs/spec/dialect.md#disconnect-hook
 */
export function disconnectSigningInput({ clientId, accountId }: DisconnectHook): string {
  return `${clientId}|${accountId}`;
}

/** The URL of the hook: the registered one with the parameters appended to its query. */
export function formatDisconnectUrl(registered: string, hook: DisconnectHook & { readonly signature: string }): string {
  const query = `client_uuid=${hook.clientId}&account_id=${hook.accountId}&signature=${hook.signature}`;
  return `${registered}${registered.includes('?') ? '&' : '?'}${query}`;
}
