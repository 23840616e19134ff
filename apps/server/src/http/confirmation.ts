import { setTimeout } from 'node:timers/promises';
import type { SubmittedConfirmation, StoredAnswer } from '@pristan/flows';
import { storedAnswer } from '@pristan/flows';
import type { ConfirmationPage, Statement, StatementOf } from '@pristan/rules';
import { hourMs } from '@pristan/rules';
import type { FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { isNavigation, isUserActivated, isSameOrigin } from './fetch-metadata.ts';
import type { StaleReason } from '../pages/design/page-context.ts';
import { openFromPage, sealForPage } from './seal.ts';
import type { Session } from './session.ts';

declare module './seal.ts' {
  interface SealedValues {
    readonly confirmation: ConfirmationToken;
  }
}

/** One-time confirmation token of a page, bound to the session and to everything the page stated. */
interface ConfirmationToken {
  readonly id: string;
  readonly sessionId: string;
  readonly statement: Statement;
  readonly issuedAt: number;
}

/** Reasons why a submitted confirmation is refused. */
export type ConfirmationRefusal = 'foreign_form' | 'not_a_person' | 'tampered' | 'too_early';

/** A checked confirmation whose answer is not stored yet. */
export type CheckedConfirmation<Page extends ConfirmationPage> = Omit<
  SubmittedConfirmation<StatementOf<Page>>,
  'answer'
>;

export type ConfirmationReading<Page extends ConfirmationPage> =
  | { readonly kind: 'confirmed'; readonly press: CheckedConfirmation<Page> }
  /** A form with the same confirmation token was answered before. */
  | { readonly kind: 'repeated'; readonly pressId: string; readonly answer: StoredAnswer }
  /** The confirmation page belongs to another session or is too old: the person signed in now has to be asked again. */
  | { readonly kind: 'stale'; readonly why: StaleReason }
  | { readonly kind: 'refused'; readonly why: ConfirmationRefusal };

const LIFETIME_MS = hourMs;

// Shortest time between a confirmation page and its submission (ms). An earlier click was aimed at the content before
// the page, or comes from a script.
const TOO_EARLY_MS = 500;

// A repeated confirmation waits up to 1 s for the first one's answer.
const LOOKS_MAX = 20;
const PAUSE_MS = 50;

// Pages whose form may be submitted without user activation: accepting an invitation gives power only to the person who
// joins, so their program may submit it, as it may sign them in.
const withoutPerson: readonly ConfirmationPage[] = ['invitation'];

/** Issues a one-time confirmation token for one page, made of everything the page states. */
export function newConfirmation(world: World, session: Session, statement: Statement): string {
  const token: ConfirmationToken = {
    id: world.random.text(16),
    sessionId: session.sessionId,
    statement,
    issuedAt: world.clock.now(),
  };
  return sealForPage(world, 'confirmation', { value: token, lifetimeMs: LIFETIME_MS });
}

/** A submitted form of a page that asks. */
interface ConfirmationForm<Page extends ConfirmationPage> {
  readonly request: FastifyRequest;
  readonly session: Session;
  readonly page: Page;
  /**
   * Ids that the page's statement must be about; absent to learn only whether this confirmation was answered before.
   */
  readonly about?: readonly (string | number)[];
  readonly token: string | undefined;
  /** Values entered into the confirmation form, if it has fields: other values make another confirmation. */
  readonly entered?: ReadonlyMap<string, string | null> | undefined;
}

/**
 * Checks a submitted confirmation: same origin, a navigation that the person started, a token issued for this page,
 * this session and these ids, and not too early. The database commit checks that the page's statement is still true,
 * and that the action is carried out once.
 */
export async function readConfirmation<Page extends ConfirmationPage>(
  world: World,
  asked: ConfirmationForm<Page>,
): Promise<ConfirmationReading<Page>> {
  const { request, session } = asked;
  if (!isSameOrigin(world, request)) return refused('foreign_form');
  const needsPerson = !withoutPerson.includes(asked.page);
  const byPerson = !needsPerson || isUserActivated(request, session);
  if (!byPerson && !isNavigation(request)) return refused('not_a_person');
  const opened = openToken(world, asked);
  if (opened.kind !== 'opened') return opened;
  const { id, statement, issuedAt } = opened;
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

/** Opens a form's token, if it was issued for this page, this session and these ids. */
function openToken<Page extends ConfirmationPage>(
  world: World,
  { session, page, token, about }: ConfirmationForm<Page>,
):
  | Extract<ConfirmationReading<Page>, { readonly kind: 'stale' | 'refused' }>
  | { readonly kind: 'opened'; readonly id: string; readonly statement: StatementOf<Page>; readonly issuedAt: number } {
  const opened = openFromPage(world, 'confirmation', token);
  if (opened.kind === 'expired') return { kind: 'stale', why: 'too_old' };
  if (opened.kind === 'tampered') return refused('tampered');
  const { id, sessionId, statement, issuedAt } = opened.value;
  const expected = about ?? statement.about;
  if (!isOf(statement, page) || statement.about.join(' ') !== expected.join(' ')) return refused('tampered');
  if (sessionId !== session.sessionId) return { kind: 'stale', why: 'other_session' };
  return { kind: 'opened', id, statement, issuedAt };
}

/**
 * Answer to a confirmation whose first request may still be in progress. On a double click a browser may abort the
 * first request and send the second without `Sec-Fetch-User`; the second then gets the first one's answer and does
 * nothing itself.
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

function isOf<Page extends ConfirmationPage>(statement: Statement, page: Page): statement is StatementOf<Page> {
  return statement.page === page;
}

function refused(why: ConfirmationRefusal): { readonly kind: 'refused'; readonly why: ConfirmationRefusal } {
  return { kind: 'refused', why };
}
