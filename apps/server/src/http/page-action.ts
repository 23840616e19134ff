import type { NotCarriedOut, StoredAnswer, SubmittedConfirmation } from '@pristan/flows';
import type { ConfirmationPage, StatementOf } from '@pristan/rules';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ConfirmAgainView, StaleReason } from '../pages/design/page-context.ts';
import type { CheckedConfirmation } from './confirmation.ts';
import { readConfirmation } from './confirmation.ts';
import type { PageFailure } from './failed-page.tsx';
import type { Site } from './page.ts';
import { confirmAgainPath } from './page.ts';
import { phased } from './page-form.ts';
import { pageRoute } from './page-route.ts';
import type { AskedVisit, PageVisit } from './page-visit.ts';
import { readVisit, refuseVisit } from './page-visit.ts';

/** A page that asks a person before something is done. */
export interface AskingPage<At extends AskedVisit> {
  readonly path: string;
  /** Largest body of the form, in bytes. */
  readonly bodyLimit?: number;
  /**
   * Finds what the page is about, and whether this person may be asked about it.
   *
   * @returns `undefined` when an answer was sent
   */
  readonly place: (visit: PageVisit) => Promise<At | undefined>;
  /** Sends the page. `again` says why it asks once more: then a fact that it stated has changed, and the status is 409. */
  readonly show: (at: At, again?: ConfirmAgainView) => Promise<FastifyReply>;
}

/** Action of an asking page's form, carried out once its confirmation is checked. */
export interface PageAction<
  At extends AskedVisit,
  Page extends ConfirmationPage,
  Outcome extends { readonly kind: string },
> extends AskingPage<At> {
  /** Page whose confirmation token the form has to hold. */
  readonly page: Page;
  /** Ids that the confirmed statement has to be about. */
  readonly about: (at: At) => readonly (string | number)[];
  /** Values entered into the form, if it has fields. */
  readonly entered?: (at: At) => ReadonlyMap<string, string | null>;
  /** Answers a page that is too old for its token, so that nothing entered is lost; absent: the page asks anew. */
  readonly tooOld?: (at: At) => Promise<FastifyReply>;
  /** Path after success. It is stored as the answer to a repeated form; empty when the flow stores another answer. */
  readonly done: (at: At, press: CheckedConfirmation<Page>) => string | Promise<string>;
  /** Carries out what was confirmed: at most once per token, and only while the page's statement is true. */
  readonly decide: (at: At, press: SubmittedConfirmation<StatementOf<Page>>) => Promise<Outcome | NotCarriedOut>;
  /** Answer to the outcome: the path after success, an error page, or a reply that was sent. */
  readonly answer: (at: At, outcome: Outcome, press: { readonly pressId: string }) => PageAnswer | Promise<PageAnswer>;
  /** Answers a repeated form; absent: with the stored path. */
  readonly repeat?: (at: At, pressId: string) => FastifyReply | Promise<FastifyReply>;
}

/** `done`: redirects to the path after success. */
export type PageAnswer = 'done' | PageFailure | FastifyReply;

/** Registers a page that asks, and at the same path the action of its form. */
export function askingPage<
  At extends AskedVisit,
  Page extends ConfirmationPage,
  Outcome extends { readonly kind: string },
>(app: FastifyInstance, site: Site, action: PageAction<At, Page, Outcome>): void {
  pageView(app, site, action);
  pageAction(app, site, action);
}

/** Registers a page that asks. Phases: session, place, page. */
export function pageView<At extends AskedVisit>(app: FastifyInstance, site: Site, view: AskingPage<At>): void {
  app.get(view.path, pageRoute(site), async (request, reply) => {
    const at = await view.place(await readVisit(site, request, reply));
    return at === undefined ? reply : view.show(at);
  });
}

/**
 * Registers the form of a page that asks. Phases, in this order: session, place, confirmation (same origin, a person's
 * press, one-time token, repeated forms), decision, answer. Only a form that has passed each of them is carried out.
 *
 * @see docs/adr/0009-sessions-and-presses.md
 */
export function pageAction<
  At extends AskedVisit,
  Page extends ConfirmationPage,
  Outcome extends { readonly kind: string },
>(app: FastifyInstance, site: Site, action: PageAction<At, Page, Outcome>): void {
  const { bodyLimit } = action;
  app.post(
    action.path,
    { ...pageRoute(site), ...(bodyLimit === undefined ? {} : { bodyLimit }) },
    phased(async (request, reply) => {
      const visit = await readVisit(site, request, reply);
      const at = await action.place(visit);
      if (at === undefined) return reply;
      const confirmation = await readConfirmation(site, {
        request,
        session: at.session,
        page: action.page,
        about: action.about(at),
        token: at.form.get('press'),
        entered: action.entered?.(at),
      });
      if (confirmation.kind === 'refused') return refuseVisit(site, at, confirmation.why);
      if (confirmation.kind === 'stale') return askAgain(action, at, confirmation.why);
      if (confirmation.kind === 'repeated') return repeat(action, at, confirmation);
      const press = { ...confirmation.press, answer: await action.done(at, confirmation.press) };
      const outcome = await action.decide(at, press);
      if (isRepeated(outcome)) return repeat(action, at, { ...outcome, pressId: press.pressId });
      if (isChanged(outcome)) {
        // The page's statement is read anew, and the person may no longer be asked at all.
        const now = await action.place(visit);
        return now === undefined ? reply : action.show(now, outcome);
      }
      const answer = await action.answer(at, outcome, press);
      if (typeof answer !== 'string') return answer;
      return answer === 'done' ? reply.redirect(press.answer, 303) : refuseVisit(site, at, answer);
    }),
  );
}

/** Answers a form whose page belongs to another session or is too old. */
function askAgain<At extends AskedVisit>(
  action: Pick<PageAction<At, ConfirmationPage, never>, 'tooOld'>,
  at: At,
  why: StaleReason,
): FastifyReply | Promise<FastifyReply> {
  if (why === 'too_old' && action.tooOld !== undefined) return action.tooOld(at);
  return at.reply.redirect(confirmAgainPath(at.askedAt, why), 303);
}

/** Answers a repeated form: as the first one, or with the error page's link when that answer is no longer stored. */
function repeat<At extends AskedVisit>(
  action: Pick<PageAction<At, ConfirmationPage, never>, 'repeat'>,
  at: At,
  { pressId, answer }: { readonly pressId: string; readonly answer: StoredAnswer | undefined },
): FastifyReply | Promise<FastifyReply> {
  if (action.repeat !== undefined) return action.repeat(at, pressId);
  return at.reply.redirect(answer?.kind === 'answer' ? answer.text : at.onward, 303);
}

// Safe to tell apart by kind: no flow of a page has an outcome of its own with one of these names.
function isRepeated(outcome: { readonly kind: string }): outcome is NotCarriedOut & { readonly kind: 'repeated' } {
  return outcome.kind === 'repeated';
}

function isChanged(outcome: { readonly kind: string }): outcome is NotCarriedOut & { readonly kind: 'changed' } {
  return outcome.kind === 'changed';
}
