import type { FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { openFromPage, sealForPage } from '../http/seal.ts';
import { cookieOptions, isSecure } from '../http/session.ts';

declare module '../http/seal.ts' {
  interface SealedValues {
    readonly device: KnownPeople;
  }
}

/** Device ids that a browser's cookie holds, one for each person who signed in there, latest first. */
type KnownPeople = readonly { readonly userId: number; readonly deviceId: string }[];

const PEOPLE_MAX = 5;
const LIFETIME_MS = 400 * 24 * 3_600_000;

/**
 * Device id that this browser has for a person who signed in here before. Failed sign-in attempts in other browsers
 * never count against it.
 */
export function deviceOf(world: World, request: FastifyRequest, userId: number): string | undefined {
  return knownPeople(world, request).find((known) => known.userId === userId)?.deviceId;
}

/** Remembers in a cookie that this person signed in in this browser. */
export function rememberDevice(
  world: World,
  exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  userId: number,
): void {
  const before = knownPeople(world, exchange.request);
  const deviceId = before.find((known) => known.userId === userId)?.deviceId ?? world.random.text(16);
  const people: KnownPeople = [{ userId, deviceId }, ...before.filter((known) => known.userId !== userId)].slice(
    0,
    PEOPLE_MAX,
  );
  exchange.reply.setCookie(
    cookieName(world),
    sealForPage(world, 'device', { value: people, lifetimeMs: LIFETIME_MS }),
    {
      ...cookieOptions(world),
      maxAge: LIFETIME_MS / 1000,
    },
  );
}

function knownPeople(world: World, request: FastifyRequest): KnownPeople {
  const opened = openFromPage(world, 'device', request.cookies[cookieName(world)]);
  return opened.kind === 'opened' ? opened.value : [];
}

function cookieName(world: World): string {
  return isSecure(world) ? '__Host-pristan_device' : 'pristan_device';
}
