import type { InvitationCard } from '@pristan/flows';
import { acceptInvitation, declineInvitation, findInvitation, joinByInvitation, signIn } from '@pristan/flows';
import type { StatementOf } from '@pristan/rules';
import {
  dayMs,
  invalidInvitation,
  invitationStatement,
  isUserName,
  passwordLength,
  passwordProblem,
} from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import type { ReadInvitationLink } from './invitation-link.ts';
import { readInvitationLink } from './invitation-link.ts';
import { addressPrefix } from '../http/address-prefix.ts';
import { deviceOf, rememberDevice } from './known-device.ts';
import { newConfirmation, readConfirmation } from '../http/confirmation.ts';
import type { Site } from '../http/page.ts';
import { languageOf, sendFailure, sendPage } from '../http/page.ts';
import { pageAction } from '../http/page-action.ts';
import { pageRoute } from '../http/page-route.ts';
import type { AskedVisit, PageVisit } from '../http/page-visit.ts';
import { readVisit } from '../http/page-visit.ts';
import { browserOf } from '../http/platform-call.ts';
import { isSameOrigin } from '../http/fetch-metadata.ts';
import { openFromPage, sealForPage } from '../http/seal.ts';
import type { Session } from '../http/session.ts';
import { startSession } from '../http/session.ts';
import { accountHost } from '../http/site.ts';
import { InvitationPage } from './invitation-page.tsx';
import type { InvitedUser } from './invitation-page.tsx';
import type { ConfirmAgainView } from '../pages/design/page-context.ts';
import { InvalidLinkPage } from './invalid-link-page.tsx';
import { consoleAccountPath, consolePath } from '../http/account-page.ts';
import { signInUrl } from '../http/sign-in.ts';

declare module '../http/seal.ts' {
  interface SealedValues {
    readonly 'invitation statement': StatementOf<'invitation'>;
  }
}

/** A request to an invitation page, with its link and the invitation that it leads to. */
interface Visit extends PageVisit {
  readonly path: string;
  readonly link: ReadInvitationLink;
  readonly card: InvitationCard;
}

/** The invited person, signed in, who answers their invitation. */
interface InvitedVisit extends Visit, AskedVisit {
  readonly session: Session;
}

/** HTTP status of an invitation page, and the input that was refused, if any. */
interface Shown {
  readonly status: number;
  readonly tried?: Pick<Extract<InvitedUser, { kind: 'new' }>, 'name' | 'problem'>;
  readonly again?: ConfirmAgainView | undefined;
}

/** `/invitations/{link}`: invitation page, and the forms that accept or decline the invitation. */
export function invitationRoutes(app: FastifyInstance, site: Site): void {
  app.get('/invitations/:link', pageRoute(site), async (request, reply) => {
    const visit = await visitOf(site, await readVisit(site, request, reply));
    return visit === undefined ? reply : sendInvitation(site, visit);
  });

  const action = {
    page: 'invitation',
    show: async (at: InvitedVisit, again?: ConfirmAgainView) => sendInvitation(site, at, { status: 409, again }),
    about: ({ card }: InvitedVisit) => [card.invitationId, card.accountId],
  } as const;

  pageAction(app, site, {
    ...action,
    path: '/invitations/:link/accept',
    place: async (visit) => acceptPlace(site, visit),
    done: ({ card }) => consoleAccountPath(card.accountId),
    decide: async (at, press) => acceptInvitation(site, at.link.link, { ...personOf(at), press }),
    answer: ({ reply, path }, outcome) => (outcome.kind === 'accepted' ? 'done' : reply.redirect(path, 303)),
  });

  pageAction(app, site, {
    ...action,
    path: '/invitations/:link/decline',
    place: async (visit) => declinePlace(site, visit),
    done: () => consolePath,
    decide: async (at, press) => declineInvitation(site, at.link.link, { ...personOf(at), press }),
    answer: ({ reply, path }, outcome) => (outcome.kind === 'declined' ? 'done' : reply.redirect(path, 303)),
  });
}

/** The invited person who accepts; `undefined` when an answer was sent, also to a person who joins with this form. */
async function acceptPlace(site: Site, asked: PageVisit): Promise<InvitedVisit | undefined> {
  const repeated = (await repeatedAnswer(site, asked)) ?? (await joinedBefore(site, asked));
  if (repeated !== undefined) {
    await asked.reply.redirect(repeated, 303);
    return undefined;
  }
  const visit = await visitOf(site, asked);
  if (visit === undefined) return undefined;
  if (visit.card.personExists) return invitedVisit(site, visit);
  await joinAs(site, visit);
  return undefined;
}

async function declinePlace(site: Site, asked: PageVisit): Promise<InvitedVisit | undefined> {
  const repeated = await repeatedAnswer(site, asked);
  if (repeated !== undefined) {
    await asked.reply.redirect(repeated, 303);
    return undefined;
  }
  const visit = await visitOf(site, asked);
  if (visit === undefined) return undefined;
  if (visit.session !== undefined) return invitedVisit(site, visit);
  await visit.reply.redirect(visit.path, 303);
  return undefined;
}

/** The visit of a person who is signed in as the invited one; anybody else gets a 403. */
async function invitedVisit(site: Site, visit: Visit): Promise<InvitedVisit | undefined> {
  const { session, path, card } = visit;
  if (session?.user.email === card.email) return { ...visit, session, askedAt: path, onward: path };
  await sendInvitation(site, visit, { status: 403 });
  return undefined;
}

/**
 * Finds the answer that an earlier submission with the same confirmation token got in this session; by then the
 * invitation has ended.
 */
async function repeatedAnswer(site: Site, { request, session, form }: PageVisit): Promise<string | undefined> {
  if (session === undefined) return undefined;
  const token = form.get('press');
  const confirmation = await readConfirmation(site, { request, session, page: 'invitation', token });
  return confirmation.kind === 'repeated' && confirmation.answer.kind === 'answer'
    ? confirmation.answer.text
    : undefined;
}

/** Signs in a person who has already joined with this form but missed the answer, by the password they chose in it. */
async function joinedBefore(site: Site, visit: PageVisit): Promise<string | undefined> {
  const { request, reply, session, form } = visit;
  const card = await acceptedCard(site, visit);
  if (card === undefined || session !== undefined) return undefined;
  const outcome = await signIn(site, {
    email: card.email,
    password: form.get('password') ?? '',
    addressPrefix: addressPrefix(request.ip),
    address: request.ip,
    deviceOf: (userId) => deviceOf(site, request, userId),
  });
  if (outcome.kind !== 'signed_in') return undefined;
  const { userId } = outcome.user;
  if (!(await startSession(site, { request, reply }, { userId, passwordHash: outcome.passwordHash }))) return undefined;
  rememberDevice(site, { request, reply }, userId);
  return consoleAccountPath(card.accountId);
}

/** The invitation that a form states, if it came by mail and was accepted. */
async function acceptedCard(site: Site, { request, params, form }: PageVisit): Promise<InvitationCard | undefined> {
  const link = readInvitationLink(site, params['link'] ?? '');
  if (link?.kind !== 'letter' || !isSameOrigin(site, request)) return undefined;
  const stated = openFromPage(site, 'invitation statement', form.get('stated'));
  const card = await findInvitation(site, link.link);
  if (stated.kind !== 'opened' || card?.state !== 'accepted') return undefined;
  return stated.value.about[0] === card.invitationId ? card : undefined;
}

/**
 * Reads an invitation link. When the invitation cannot be answered, sends a page that says so and returns undefined.
 */
async function visitOf(site: Site, visit: PageVisit): Promise<Visit | undefined> {
  const { request, reply, session } = visit;
  const isForm = request.method !== 'GET';
  if (isForm && !isSameOrigin(site, request)) {
    await sendFailure(site, { request, reply, session, status: 403 }, { kind: 'foreign_form' });
    return undefined;
  }
  const text = visit.params['link'] ?? '';
  const found = await findLinked(site, visit, text);
  const dead = found && invalidInvitation(found.card, site.clock.now());
  if (found !== undefined && dead === undefined) return { ...visit, path: `/invitations/${text}`, ...found };
  // A parallel request with the same confirmation token may have been answered since that token was looked up.
  const repeated = isForm ? await repeatedAnswer(site, visit) : undefined;
  const kind = dead === 'holds_no_longer' ? 'invitation-ended' : 'invitation';
  await (repeated === undefined ? sendInvalidLink(site, visit, kind) : reply.redirect(repeated, 303));
  return undefined;
}

/** Finds the invitation that a link leads to; `undefined` when there is none for this person. */
async function findLinked(
  site: Site,
  { session }: PageVisit,
  text: string,
): Promise<Pick<Visit, 'link' | 'card'> | undefined> {
  const link = readInvitationLink(site, text);
  const card = link === undefined ? undefined : await findInvitation(site, link.link);
  if (link === undefined || card === undefined) return undefined;
  // A link on our own pages is for one person; anybody else does not learn what it leads to.
  return link.kind === 'letter' || card.email === session?.user.email ? { link, card } : undefined;
}

async function sendInvalidLink(
  site: Site,
  { request, reply, session }: PageVisit,
  kind: 'invitation-ended' | 'invitation',
): Promise<FastifyReply> {
  return sendPage(
    site,
    { request, reply, session, status: 410, returnTo: null },
    h(InvalidLinkPage, { kind, onwardUrl: session === undefined ? '/sign-in' : consolePath }),
  );
}

async function sendInvitation(site: Site, visit: Visit, shown: Shown = { status: 200 }): Promise<FastifyReply> {
  const { request, reply, session, path, card } = visit;
  const statement = invitationStatement(card);
  const { facts } = statement;
  const pressed = session === undefined ? {} : { press: newConfirmation(site, session, statement) };
  const stated = { stated: sealForPage(site, 'invitation statement', { value: statement, lifetimeMs: dayMs }) };
  return sendPage(
    site,
    { request, reply, session, returnTo: path, status: shown.status, again: shown.again },
    h(InvitationPage, {
      accept: { action: `${path}/accept`, hidden: session === undefined ? stated : pressed },
      decline: session?.user.email === card.email ? { action: `${path}/decline`, hidden: pressed } : null,
      account: { name: facts.account, domain: accountHost(facts.domain, site.config) },
      inviterName: facts.inviter,
      role: facts.role,
      email: facts.email,
      expiresAt: card.expiresAt,
      invited: invitedOf(site, visit, shown.tried),
    }),
  );
}

function invitedOf(site: Site, { session, path, card }: Visit, tried: Shown['tried']): InvitedUser {
  if (session !== undefined && session.user.email !== card.email) {
    const hidden = {
      session: sealForPage(site, 'sign-out', { value: session.sessionId, lifetimeMs: dayMs }),
      to: sealForPage(site, 'sign-out to', { value: path, lifetimeMs: dayMs }),
    };
    return { kind: 'somebody_else', signedInEmail: session.user.email, signOut: { action: '/sign-out', hidden } };
  }
  if (session !== undefined) return { kind: 'existing' };
  if (card.personExists)
    return { kind: 'signed_out', signInUrl: signInUrl(site, { to: path, connecting: null, email: card.email }) };
  return {
    kind: 'new',
    name: tried?.name ?? card.name,
    passwordMinLength: passwordLength.min,
    problem: tried?.problem ?? null,
  };
}

/** Creates the invited user and their membership. Accepts only the token from the invitation mail. */
async function joinAs(site: Site, visit: Visit): Promise<FastifyReply> {
  const { request, reply, session, form, path, link } = visit;
  // A session of another person must not silently become the new person's.
  if (session !== undefined || link.kind !== 'letter') return reply.redirect(path, 303);
  const name = (form.get('name') ?? '').slice(0, 1000);
  const password = form.get('password') ?? '';
  const problem = fieldProblem(name, password);
  if (problem !== null) return sendInvitation(site, visit, { status: 422, tried: { name, problem } });
  const sealed = form.get('stated');
  const stated = openFromPage(site, 'invitation statement', sealed);
  // The invitation page is too old: it is shown again, with everything typed except the password.
  if (sealed !== undefined && stated.kind !== 'opened')
    return sendInvitation(site, visit, { status: 422, tried: { name, problem: null } });
  const language = languageOf(request, undefined);
  const statement = stated.kind === 'opened' ? stated.value : invitationStatement(visit.card);
  const person = { name, password, language, address: request.ip, ...browserIn(request), statement };
  const outcome = await joinByInvitation(site, link.link, person);
  if (outcome.kind === 'changed') {
    const now = await visitOf(site, visit);
    if (now === undefined) return reply;
    return sendInvitation(site, now, { status: 409, again: outcome, tried: { name, problem: null } });
  }
  if (outcome.kind === 'refuse') return reply.redirect(path, 303);
  await startSession(site, { request, reply }, { userId: outcome.userId });
  rememberDevice(site, { request, reply }, outcome.userId);
  return reply.redirect(consoleAccountPath(outcome.accountId), 303);
}

function personOf({ session, request }: InvitedVisit) {
  const { email, name } = session.user;
  return { userId: session.userId, email, name, address: request.ip, ...browserIn(request) };
}

function browserIn({ headers }: FastifyRequest) {
  return browserOf(headers['user-agent']?.slice(0, 400));
}

function fieldProblem(name: string, password: string): NonNullable<Shown['tried']>['problem'] {
  if (!isUserName(name)) return { field: 'name' };
  const why = passwordProblem(password);
  return why === undefined ? null : { field: 'password', why };
}
