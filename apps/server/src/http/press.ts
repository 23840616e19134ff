import { hourMs } from '@pristan/rules';
import type { PressedToken } from '@pristan/flows';
import type { FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { openFromPage, sealForPage } from './seal.ts';
import type { Session } from './session.ts';

/** What a press of a page's button may do: bound to the session and to exactly what the page said. */
interface PressToken {
  readonly id: string;
  readonly sessionId: string;
  readonly about: string;
  readonly issuedAt: number;
}

/** Why a press did not count. */
export type NotPressed = 'foreign_form' | 'not_a_person' | 'tampered' | 'expired' | 'too_early';

export type PressReading =
  { readonly kind: 'pressed'; readonly press: PressedToken } | { readonly kind: 'refused'; readonly why: NotPressed };

const LIFETIME_MS = hourMs;

// A press within this time of the page's making was aimed at what stood there before, or is a script's.
const TOO_EARLY_MS = 500;

/** A one-time token for one page. `about` names exactly what the press will do: action, account, integration. */
export function newPress(world: World, session: Session, about: string): string {
  const token: PressToken = {
    id: world.random.text(16),
    sessionId: session.sessionId,
    about,
    issuedAt: world.clock.now(),
  };
  return sealForPage(world, 'press', token, LIFETIME_MS);
}

/**
 * Judges a POST that needs a person: of this origin, a navigation, by a press of theirs, on the page that was made for
 * this session and this action, not too early. That it is used once is for the commit to see.
 */
export function readPress(
  world: World,
  asked: {
    readonly request: FastifyRequest;
    readonly session: Session;
    readonly about: string;
    readonly token: string | undefined;
  },
): PressReading {
  const { request, session } = asked;
  if (!isSameOrigin(world, request)) return refused('foreign_form');
  if (!isPersonsPress(request, session)) return refused('not_a_person');
  const opened = openFromPage<PressToken>(world, 'press', asked.token);
  if (opened.kind !== 'opened') return refused(opened.kind);
  const token = opened.value;
  if (token.sessionId !== session.sessionId || token.about !== asked.about) return refused('tampered');
  if (world.clock.now() - token.issuedAt < TOO_EARLY_MS) return refused('too_early');
  return { kind: 'pressed', press: { pressId: token.id, expiresAt: token.issuedAt + LIFETIME_MS } };
}

/** A form of our own pages: the browser says so. Required of every POST that changes something. */
export function isSameOrigin(world: World, request: FastifyRequest): boolean {
  const { origin } = request.headers;
  const fetchSite = request.headers['sec-fetch-site'];
  if (fetchSite !== undefined && fetchSite !== 'same-origin') return false;
  return origin === undefined ? fetchSite === 'same-origin' : origin === world.config.publicUrl;
}

/** A browser that never tells a person's press passes; one that has told once must go on telling. */
function isPersonsPress(request: FastifyRequest, session: Session): boolean {
  const mode = request.headers['sec-fetch-mode'];
  if (mode !== undefined && mode !== 'navigate') return false;
  return request.headers['sec-fetch-user'] === '?1' || !session.sendsFetchUser;
}

function refused(why: NotPressed): PressReading {
  return { kind: 'refused', why };
}
