/** The meaning of a message from the consent window. */
export type WindowMessage =
  | { readonly kind: 'go'; readonly url: string }
  | { readonly kind: 'refused'; readonly error: string; readonly data: object };

/**
 * Reads a message of the consent window whose sender was already checked. `undefined` when the message must be ignored:
 * a URL that is not absolute http(s) (`javascript:` above all), or a denial for another integration. A tag of an
 * external integration has no client ID, so it accepts any denial from its own window.
 *
 * @see docs/spec/dialect.md#messages
 */
export function readMessage(data: unknown, clientId: string | undefined): WindowMessage | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  if ('url' in data && data.url) return typeof data.url === 'string' ? goTo(data.url) : undefined;
  if (!('error' in data) || typeof data.error !== 'string' || !data.error) return undefined;
  if (clientId && !('client_id' in data && data.client_id === clientId)) return undefined;
  return { kind: 'refused', error: data.error, data };
}

function goTo(address: string): WindowMessage | undefined {
  try {
    const url = new URL(address);
    return /^https?:$/.test(url.protocol) ? { kind: 'go', url: url.href } : undefined;
  } catch {
    return undefined;
  }
}
