import type { KeyObject } from 'node:crypto';
import { createPublicKey, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A hook request that claims to come from the platform. */
export interface HookRequest {
  readonly headers: IncomingHttpHeaders;
  /** The signed payload: the body; for a GET the query as it is in the URL, without the `?`. */
  readonly payload: string;
}

/**
 * Result of verifying a hook. `late`: signed too long ago, or in the future. `replayed`: the same request came before.
 */
export type HookVerdict = 'good' | 'forged' | 'late' | 'replayed';

/**
 * Values that mark the platform's test hooks, which are about an account that does not exist. They are in the signed
 * part of a hook; anybody could add the header `webhook-test`.
 */
export const testMarks = { accountId: '1', host: 'test-delivery.', state: 'test-delivery' } as const;

const TOLERANCE_SECONDS = 300;
const KEYS_KEPT_MS = 60_000;

/**
 * Verifies hooks with the platform's published keys, which works before this site has a client secret. A retry by the
 * platform has the same id and a new time and is no replay; the receiver only has to act on it once.
 */
export function hookVerifier(
  publicKeys: () => Promise<readonly KeyObject[]>,
  nowMs: () => number = Date.now,
): (hook: HookRequest) => Promise<HookVerdict> {
  const seen = new Map<string, number>();
  return async ({ headers, payload }) => {
    const [id, time, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
      String(headers[name] ?? ''),
    );
    const nowSeconds = Math.floor(nowMs() / 1000);
    if (!/^\d{1,12}$/.test(time ?? '') || Math.abs(nowSeconds - Number(time)) > TOLERANCE_SECONDS) return 'late';
    const signed = Buffer.from(`${id}.${time}.${payload}`);
    const keys = await publicKeys();
    const good = (signatures ?? '').split(' ').some((one) => {
      const [, base64] = /^v1a,([A-Za-z0-9+/]{86}==)$/.exec(one) ?? [];
      return base64 !== undefined && keys.some((key) => verify(null, signed, key, Buffer.from(base64, 'base64')));
    });
    if (!good) return 'forged';
    for (const [request, seenAt] of seen) if (nowSeconds - seenAt > 2 * TOLERANCE_SECONDS) seen.delete(request);
    if (seen.has(`${id}.${time}`)) return 'replayed';
    seen.set(`${id}.${time}`, nowSeconds);
    return 'good';
  };
}

/**
 * Fetches the platform's published hook keys, at most once a minute. @throws Error when the platform does not answer
 */
export function publishedHookKeys(platformUrl: string): () => Promise<readonly KeyObject[]> {
  let known: { readonly keys: readonly KeyObject[]; readonly at: number } | undefined;
  return async () => {
    if (known !== undefined && Date.now() - known.at < KEYS_KEPT_MS) return known.keys;
    const response = await fetch(`${platformUrl}/.well-known/jwks.json`);
    if (!response.ok) throw new Error(`the platform's keys: ${response.status}`);
    const { keys: jwks } = (await response.json()) as { keys: readonly { kid: string; kty: string }[] };
    const keys = jwks
      .filter(({ kid, kty }) => kid.startsWith('h') && kty === 'OKP')
      .map((key) => createPublicKey({ key, format: 'jwk' }));
    known = { keys, at: Date.now() };
    return keys;
  };
}
