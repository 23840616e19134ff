import type { SessionRow, UserRow } from '@pristan/flows';
import type { Actor } from '@pristan/rules';
import { dayMs, minuteMs } from '@pristan/rules';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';

/** A person for whom a request runs. */
export interface Signed {
  readonly userId: number;
  readonly user: UserRow;
  /** The browser's session; absent with a token. */
  readonly idHash?: Uint8Array;
  /** The personal access token that a program came with. */
  readonly token?: Actor['token'];
}

/** A signed-in person at one browser. */
export interface Session extends SessionRow, Signed {
  readonly idHash: Uint8Array;
}

/** A session not used for this long is over. */
const IDLE_LIFETIME_MS = 14 * dayMs;

const TOUCH_INTERVAL_MS = minuteMs;

/**
 * The request's session, if its cookie names one. Also notes that the browser tells a person's press from a script's
 * (`Sec-Fetch-User`), because from then on it must.
 */
export async function sessionOf(world: World, request: FastifyRequest): Promise<Session | undefined> {
  const secret = request.cookies[cookieName(world)];
  if (secret === undefined || !/^[A-Za-z0-9_-]{43}$/.test(secret)) return undefined;
  const idHash = world.secrets.hash(secret);
  const now = world.clock.now();
  const found = await world.store.sessions.find(idHash, now);
  if (found === undefined) return undefined;
  const sendsFetchUser = request.headers['sec-fetch-user'] === '?1';
  if (now - found.lastSeenAt > TOUCH_INTERVAL_MS || (sendsFetchUser && !found.sendsFetchUser)) {
    await world.store.sessions.touch(idHash, { at: now, expiresAt: now + IDLE_LIFETIME_MS, sendsFetchUser });
  }
  return { ...found, idHash };
}

/**
 * A new session for this person, in place of the one the browser had: ids are never carried over a sign-in.
 *
 * @param who.passwordHash what their password fitted, if that is how they came
 * @returns false when the password was replaced meanwhile, and nobody is signed in
 */
export async function startSession(
  world: World,
  exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  who: { readonly userId: number; readonly passwordHash?: string },
): Promise<boolean> {
  const { request, reply } = exchange;
  const { userId } = who;
  const before = await sessionOf(world, request);
  if (before !== undefined) await world.store.sessions.end(before.userId, before.sessionId);
  const secret = world.random.text(32);
  const now = world.clock.now();
  const session = {
    idHash: world.secrets.hash(secret),
    sessionId: world.random.text(16),
    userId,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + IDLE_LIFETIME_MS,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 400),
    address: request.ip,
    sendsFetchUser: request.headers['sec-fetch-user'] === '?1',
  };
  if (!(await world.store.sessions.add(session, who.passwordHash))) return false;
  reply.setCookie(cookieName(world), secret, { ...cookieOptions(world), maxAge: 400 * 24 * 3600 });
  return true;
}

export async function endSession(world: World, session: Session, reply: FastifyReply): Promise<void> {
  await world.store.sessions.end(session.userId, session.sessionId);
  reply.clearCookie(cookieName(world), cookieOptions(world));
}

/** `__Host-` binds the cookie to this very host over https; loopback http has only the plain name. */
export function cookieName(world: World): string {
  return isSecure(world) ? '__Host-pristan' : 'pristan';
}

export function cookieOptions(world: World) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(world) } as const;
}

export function isSecure(world: World): boolean {
  return world.config.publicUrl.startsWith('https:');
}
