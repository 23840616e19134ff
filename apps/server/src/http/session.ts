import type { SessionRow, UserRow } from '@pristan/flows';
import type { Actor } from '@pristan/rules';
import { dayMs, minuteMs, secondMs } from '@pristan/rules';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';

/** Person on whose behalf a request runs. */
export interface SignedInUser {
  readonly userId: number;
  readonly user: UserRow;
  /** Hash of the browser's session secret; absent for a request with a token. */
  readonly idHash?: Uint8Array;
  /** User agent of the person's browser; absent for a request with a token. */
  readonly userAgent?: string;
  /** Personal access token that a program sent. */
  readonly token?: Actor['token'];
}

/** A person signed in in one browser. */
export interface Session extends SessionRow, SignedInUser {
  readonly idHash: Uint8Array;
  readonly userAgent: string;
}

/** Time (ms) after which a session expires when it is not used. */
const IDLE_LIFETIME_MS = 14 * dayMs;

/** Time (ms) after sign-in at which a session expires, however much it is used. */
const LIFETIME_MS = 90 * dayMs;

const TOUCH_INTERVAL_MS = minuteMs;

/**
 * Session named by the request's cookie, if any. Also records that the browser sends `Sec-Fetch-User`; from then on the
 * session's browser has to send it.
 */
export async function sessionOf(world: World, request: FastifyRequest): Promise<Session | undefined> {
  const secret = request.cookies[cookieName(world)];
  if (secret === undefined || !/^[A-Za-z0-9_-]{43}$/.test(secret)) return undefined;
  const idHash = world.secrets.hash(secret);
  const now = world.clock.now();
  const found = await world.store.sessions.find(idHash, now);
  const isOver = found === undefined || now >= found.createdAt + LIFETIME_MS;
  world.counting.known(request.credential, isOver ? undefined : found.userId);
  if (isOver) return undefined;
  const sendsFetchUser = request.headers['sec-fetch-user'] === '?1';
  if (now - found.lastSeenAt > TOUCH_INTERVAL_MS || (sendsFetchUser && !found.sendsFetchUser)) {
    await world.store.sessions.touch(idHash, { at: now, expiresAt: endOf(found, now), sendsFetchUser });
  }
  return { ...found, idHash };
}

/** Time at which a session expires if it is not used again after `now`, in epoch ms. */
function endOf({ createdAt }: Pick<SessionRow, 'createdAt'>, now: number): number {
  return Math.min(now + IDLE_LIFETIME_MS, createdAt + LIFETIME_MS);
}

/**
 * Starts a new session for this person in place of the browser's current one: no session id survives a sign-in.
 *
 * @param who.passwordHash hash that the password matched, when they signed in with one
 * @returns false when nobody is signed in: the password was changed meanwhile, or a demo user is shut out
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
    expiresAt: endOf({ createdAt: now }, now),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 400),
    address: request.ip,
    sendsFetchUser: request.headers['sec-fetch-user'] === '?1',
  };
  if (await isShutOut(world, userId)) return false;
  if (!(await world.store.sessions.add(session, who.passwordHash))) return false;
  reply.setCookie(cookieName(world), secret, { ...cookieOptions(world), maxAge: LIFETIME_MS / secondMs });
  return true;
}

/**
 * Whether a demo user may not sign in: on a development server that other machines can open, because the passwords were
 * printed.
 */
async function isShutOut({ config, db }: World, userId: number): Promise<boolean> {
  if (!config.development || config.local) return false;
  const person = await db.selectFrom('users').select('demo').where('id', '=', userId).executeTakeFirst();
  return person?.demo !== false;
}

export async function endSession(world: World, session: Session, reply: FastifyReply): Promise<void> {
  await world.store.sessions.end(session.userId, session.sessionId);
  reply.clearCookie(cookieName(world), cookieOptions(world));
}

/**
 * Name of the session cookie. `__Host-` binds the cookie to this host over https; http on loopback only allows the
 * plain name.
 */
export function cookieName(world: World): string {
  return isSecure(world) ? '__Host-pristan' : 'pristan';
}

export function cookieOptions(world: World) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(world) } as const;
}

export function isSecure(world: World): boolean {
  return world.config.publicUrl.startsWith('https:');
}
