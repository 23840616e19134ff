import { setTimeout } from 'node:timers/promises';
import type { PressedToken, StoredAnswer } from '@pristan/flows';
import { storedAnswer } from '@pristan/flows';
import type { PageThatAsks, Statement, StatementOf } from '@pristan/rules';
import { hourMs } from '@pristan/rules';
import type { FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { isNavigation, isPersonsPress, isSameOrigin } from './press.ts';
import type { StaleReason } from '../pages/design/setting.ts';
import { openFromPage, sealForPage } from './seal.ts';
import type { Session } from './session.ts';

/** The right to press a page's button once: bound to the session and to everything that the page stated. */
interface ConfirmationToken {
  readonly id: string;
  readonly sessionId: string;
  readonly statement: Statement;
  readonly issuedAt: number;
}

/** Why a press did not count. */
export type NotConfirmed = 'foreign_form' | 'not_a_person' | 'tampered' | 'too_early';

/** A press, less its answer. */
export type Confirmed<Page extends PageThatAsks> = Omit<PressedToken<StatementOf<Page>>, 'answer'>;

export type ConfirmationReading<Page extends PageThatAsks> =
  | { readonly kind: 'confirmed'; readonly press: Confirmed<Page> }
  /** The same press was answered before. */
  | { readonly kind: 'repeated'; readonly pressId: string; readonly answer: StoredAnswer }
  /** The page was made for another session, or too long ago: whoever is signed in now is to be asked anew. */
  | { readonly kind: 'stale'; readonly why: StaleReason }
  | { readonly kind: 'refused'; readonly why: NotConfirmed };

const LIFETIME_MS = hourMs;

// A press within this time of the page's making was aimed at what stood there before, or is a script's.
const TOO_EARLY_MS = 500;

// A press under way is stored within this, or its answer is asked for anew by a press of its own.
const LOOKS_MAX = 20;
const PAUSE_MS = 50;

// Joining gives power to nobody but the person who joins, so a program of theirs may press, as it may sign them in.
const withoutPerson: readonly PageThatAsks[] = ['invitation'];

/** A one-time token for one page, made of everything that the page states. */
export function newConfirmation(world: World, session: Session, statement: Statement): string {
  const token: ConfirmationToken = {
    id: world.random.text(16),
    sessionId: session.sessionId,
    statement,
    issuedAt: world.clock.now(),
  };
  return sealForPage(world, 'confirmation', token, LIFETIME_MS);
}

/**
 * Judges a POST that needs a person: of this origin, a navigation, by a press of theirs, on the page that was made for
 * this session and about these ids, not too early. Whether what the page stated is still so, and that it is done once, is
 * for the commit to see.
 */
export async function readConfirmation<Page extends PageThatAsks>(
  world: World,
  asked: {
    readonly request: FastifyRequest;
    readonly session: Session;
    readonly page: Page;
    /** The ids that the press has to be about; absent to learn only whether it was answered before. */
    readonly about?: readonly (string | number)[];
    readonly token: string | undefined;
    /** The values typed into the form, where the page asks for some: other values are another press. */
    readonly entered?: ReadonlyMap<string, string | null>;
  },
): Promise<ConfirmationReading<Page>> {
  const { request, session } = asked;
  if (!isSameOrigin(world, request)) return refused('foreign_form');
  const needsPerson = !withoutPerson.includes(asked.page);
  const byPerson = !needsPerson || isPersonsPress(request, session);
  if (!byPerson && !isNavigation(request)) return refused('not_a_person');
  const opened = openFromPage<ConfirmationToken>(world, 'confirmation', asked.token);
  if (opened.kind === 'expired') return { kind: 'stale', why: 'too_old' };
  if (opened.kind === 'tampered') return refused('tampered');
  const { id, sessionId, statement, issuedAt } = opened.value;
  const about = asked.about ?? statement.about;
  if (!isOf(statement, asked.page) || statement.about.join(' ') !== about.join(' ')) return refused('tampered');
  if (sessionId !== session.sessionId) return { kind: 'stale', why: 'other_session' };
  if (needsPerson && world.clock.now() - issuedAt < TOO_EARLY_MS) return refused('too_early');
  const { userId } = session;
  const pressId = asked.entered === undefined ? id : idWith(world, id, asked.entered);
  const answer = byPerson
    ? await storedAnswer(world, { pressId, userId })
    : await answerSoon(world, { pressId, userId });
  if (answer !== undefined) return { kind: 'repeated', pressId, answer };
  if (!byPerson) return refused('not_a_person');
  return { kind: 'confirmed', press: { pressId, userId, statement, expiresAt: issuedAt + LIFETIME_MS } };
}

/**
 * The answer to a person's press that is perhaps still under way. A browser that gives up the first request of a double
 * click for the second one spends the person's press on the first: the second arrives without the sign of one. It gets
 * what the first got, and by itself does nothing.
 */
async function answerSoon(world: World, press: { readonly pressId: string; readonly userId: number }) {
  for (let look = 0; look < LOOKS_MAX; look++) {
    const answer = await storedAnswer(world, press);
    if (answer !== undefined) return answer;
    await setTimeout(PAUSE_MS);
  }
  return undefined;
}

function idWith(world: World, id: string, entered: ReadonlyMap<string, string | null>): string {
  return Buffer.from(world.secrets.hash(JSON.stringify([id, ...entered]))).toString('base64url');
}

function isOf<Page extends PageThatAsks>(statement: Statement, page: Page): statement is StatementOf<Page> {
  return statement.page === page;
}

function refused(why: NotConfirmed): { readonly kind: 'refused'; readonly why: NotConfirmed } {
  return { kind: 'refused', why };
}
