/**
 * The text that a hook's signatures cover. For a request without a body the payload is its raw query string, without
 * the `?`.
 *
 * @see docs/spec/dialect.md#hook-signatures
 */
export function hookSigningInput(hook: {
  readonly id: string;
  readonly timestampSeconds: number;
  readonly payload: string;
}): string {
  return `${hook.id}.${hook.timestampSeconds}.${hook.payload}`;
}

/** The signatures of one hook, each in base64. */
export interface HookSignatures {
  /** HMAC-SHA256 signature keyed by the client secret. */
  readonly v1?: string;
  /** Ed25519 signature by the platform's key. */
  readonly v1a: string;
}

/** Formats the three signature headers of a hook. */
export function formatHookHeaders(hook: {
  readonly id: string;
  readonly timestampSeconds: number;
  readonly signatures: HookSignatures;
}): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const { v1, v1a } = hook.signatures;
  return {
    'webhook-id': hook.id,
    'webhook-timestamp': String(hook.timestampSeconds),
    'webhook-signature': [...(v1 === undefined ? [] : [`v1,${v1}`]), `v1a,${v1a}`].join(' '),
  };
}

/** The raw query string of a URL, unchanged. */
export function rawQueryOf(url: string): string {
  const [, query = ''] = /^[^?#]*\?([^#]*)/.exec(url) ?? [];
  return query;
}
