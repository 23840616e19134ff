/** The facts that a disconnect hook reports. */
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

/** Formats the URL of a disconnect hook: the registered address with the hook's parameters appended to its query. */
export function formatDisconnectUrl(registered: string, hook: DisconnectHook & { readonly signature: string }): string {
  const query = `client_uuid=${hook.clientId}&account_id=${hook.accountId}&signature=${hook.signature}`;
  return `${registered}${registered.includes('?') ? '&' : '?'}${query}`;
}
