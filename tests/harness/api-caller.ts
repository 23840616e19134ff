import type { LightMyRequestResponse } from 'fastify';
import { cookieName } from '../../apps/server/src/http/session.ts';
import type { Platform } from './platform.ts';

/** Calls the JSON API as a page of the platform's own site does. */
export interface ApiCaller {
  /**
   * Sends a body as JSON with the headers that a page of the platform sends; a header set to `undefined` is left out.
   */
  (
    method: Method,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string | undefined>>,
  ): Promise<LightMyRequestResponse>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';

/**
 * Returns a caller of `/api/platform` with a session of this person, or without a session. Bodies of text or bytes are
 * sent unchanged.
 */
export async function apiCaller(platform: Platform, person: { readonly id: number } | undefined): Promise<ApiCaller> {
  const cookie = person === undefined ? undefined : await sessionCookie(platform, person.id);
  return async (method, path, body, headers = {}) => {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const all: Record<string, string | undefined> = {
      cookie,
      origin: method === 'GET' || method === 'HEAD' ? undefined : platform.world.config.publicUrl,
      'sec-fetch-site': 'same-origin',
      'content-type': body === undefined ? undefined : 'application/json',
      'accept-language': 'en',
      ...headers,
    };
    return platform.inject({
      method,
      url: `/api/platform${path}`,
      ...(body === undefined ? {} : { payload: raw ? Buffer.from(body) : JSON.stringify(body) }),
      headers: Object.fromEntries(
        Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
    });
  };
}

/** Creates a session of this user without the sign-in page, and returns its `Cookie` header. */
export async function sessionCookie({ world, clock }: Platform, userId: number): Promise<string> {
  const secret = world.random.text(32);
  const now = clock.now();
  await world.store.sessions.add({
    idHash: world.secrets.hash(secret),
    sessionId: world.random.text(16),
    userId,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + 400 * 24 * 3_600_000,
    userAgent: 'test',
    address: '203.0.113.5',
    sendsFetchUser: true,
  });
  return `${cookieName(world)}=${secret}`;
}
