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
import { readForm } from '../http/bodies.ts';
import { newConfirmation, readConfirmation } from '../http/confirmation.ts';
import type { Site } from '../http/page.ts';
import { confirmAgainPath, languageOf, sendFailure, sendPage } from '../http/page.ts';
import { pageRoute } from '../http/page-route.ts';
import { browserOf } from '../http/platform-call.ts';
import { isSameOrigin } from '../http/fetch-metadata.ts';
import { openFromPage, sealForPage } from '../http/seal.ts';
import type { Session } from '../http/session.ts';
import { sessionOf, startSession } from '../http/session.ts';
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

/**
 * A request to an invitation page: the person's session, their link and its invitation. Read at the start of every
 * request.
 */
interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session | undefined;
  readonly path: string;
  readonly link: ReadInvitationLink;
  readonly card: InvitationCard;
}

/** HTTP status of an invitation page, and the input that was refused, if any. */
interface Shown {
  readonly status: number;
  readonly tried?: Pick<Extract<InvitedUser, { kind: 'new' }>, 'name' | 'problem'>;
  readonly again?: ConfirmAgainView;
}

/** `/invitations/{link}`: invitation page, and the forms that accept or decline the invitation. */
export function invitationRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);

  app.get<{ Params: { link: string } }>('/invitations/:link', page, async (request, reply) => {
    const visit = await visitOf(site, request, reply);
    return visit === undefined ? reply : sendInvitation(site, visit);
  });

  app.post<{ Params: { link: string } }>('/invitations/:link/accept', page, async (request, reply) => {
    const repeated = (await repeatedAnswer(site, request)) ?? (await joinedBefore(site, request, reply));
    if (repeated !== undefined) return reply.redirect(repeated, 303);
    const visit = await visitOf(site, request, reply);
    if (visit === undefined) return reply;
    return visit.card.personExists ? acceptAs(site, visit) : joinAs(site, visit);
  });

  app.post<{ Params: { link: string } }>('/invitations/:link/decline', page, async (request, reply) => {
    const repeated = await repeatedAnswer(site, request);
    if (repeated !== undefined) return reply.redirect(repeated, 303);
    const visit = await visitOf(site, request, reply);
    if (visit === undefined) return reply;
    const { session, path, link, card } = visit;
    if (session === undefined) return reply.redirect(path, 303);
    if (session.user.email !== card.email) return sendInvitation(site, visit, { status: 403 });
    const read = await readAnswer(site, visit, session);
    if (read.kind === 'answered') return read.reply;
    const outcome = await declineInvitation(site, link.link, {
      ...personOf(session, request),
      press: read.press(consolePath),
    });
    return sendOutcome(site, visit, outcome, consolePath);
  });
}

/**
 * Finds the answer that an earlier submission with the same confirmation token got in this session; by then the
 * invitation has ended.
 */
async function repeatedAnswer(site: Site, request: FastifyRequest): Promise<string | undefined> {
  const session = await sessionOf(site, request);
  if (session === undefined) return undefined;
  const token = readForm(request.body)?.get('press');
  const confirmation = await readConfirmation(site, { request, session, page: 'invitation', token });
  return confirmation.kind === 'repeated' && confirmation.answer.kind === 'answer'
    ? confirmation.answer.text
    : undefined;
}

/** Signs in a person who has already joined with this form but missed the answer, by the password they chose in it. */
async function joinedBefore(
  site: Site,
  request: FastifyRequest<{ Params: { link: string } }>,
  reply: FastifyReply,
): Promise<string | undefined> {
  const link = readInvitationLink(site, request.params.link);
  if (link?.kind !== 'letter' || !isSameOrigin(site, request)) return undefined;
  const form = readForm(request.body);
  const stated = openFromPage(site, 'invitation statement', form?.get('stated'));
  const card = await findInvitation(site, link.link);
  if (stated.kind !== 'opened' || card?.state !== 'accepted' || stated.value.about[0] !== card.invitationId)
    return undefined;
  if ((await sessionOf(site, request)) !== undefined) return undefined;
  const outcome = await signIn(site, {
    email: card.email,
    password: form?.get('password') ?? '',
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

/** Reads the confirmation token of an invitation page; has already sent an answer when the token is not valid. */
async function readAnswer(site: Site, { request, reply, path, card }: Visit, session: Session) {
  const token = readForm(request.body)?.get('press');
  const about = [card.invitationId, card.accountId];
  const confirmation = await readConfirmation(site, { request, session, page: 'invitation', about, token });
  switch (confirmation.kind) {
    case 'confirmed':
      return {
        kind: 'pressed',
        press: (answer: string) => ({ ...confirmation.press, answer }),
      } as const;
    case 'stale':
      return { kind: 'answered', reply: reply.redirect(confirmAgainPath(path, confirmation.why), 303) } as const;
    case 'repeated': {
      const to = confirmation.answer.kind === 'answer' ? confirmation.answer.text : path;
      return { kind: 'answered', reply: reply.redirect(to, 303) } as const;
    }
    case 'refused':
      return {
        kind: 'answered',
        reply: await sendFailure(
          site,
          { request, reply, session, status: 403 },
          { kind: confirmation.why, onward: { url: path } },
        ),
      } as const;
  }
}

type Outcome = Awaited<ReturnType<typeof acceptInvitation>> | Awaited<ReturnType<typeof declineInvitation>>;

async function sendOutcome(site: Site, visit: Visit, outcome: Outcome, done: string): Promise<FastifyReply> {
  const { request, reply, path } = visit;
  switch (outcome.kind) {
    case 'accepted':
    case 'declined':
      return reply.redirect(done, 303);
    case 'repeated':
      return reply.redirect(outcome.answer?.kind === 'answer' ? outcome.answer.text : done, 303);
    case 'changed': {
      const now = await visitOf(site, request as FastifyRequest<{ Params: { link: string } }>, reply);
      return now === undefined ? reply : sendInvitation(site, now, { status: 409, again: outcome });
    }
    case 'refuse':
      return reply.redirect(path, 303);
  }
}

/**
 * Reads an invitation link. When the invitation cannot be answered, sends a page that says so and returns undefined.
 */
async function visitOf(
  site: Site,
  request: FastifyRequest<{ Params: { link: string } }>,
  reply: FastifyReply,
): Promise<Visit | undefined> {
  const session = await sessionOf(site, request);
  if (request.method !== 'GET' && !isSameOrigin(site, request)) {
    await sendFailure(site, { request, reply, session, status: 403 }, { kind: 'foreign_form' });
    return undefined;
  }
  const text = request.params.link;
  const link = readInvitationLink(site, text);
  const card = link === undefined ? undefined : await findInvitation(site, link.link);
  // A link on our own pages is for one person; anybody else does not learn what it leads to.
  const forThem = link?.kind === 'letter' || card?.email === session?.user.email;
  const dead = invalidInvitation(card, site.clock.now());
  if (link === undefined || card === undefined || !forThem || dead !== undefined) {
    // A parallel request with the same confirmation token may have been answered since that token was looked up.
    const repeated = request.method === 'GET' ? undefined : await repeatedAnswer(site, request);
    if (repeated !== undefined) {
      await reply.redirect(repeated, 303);
      return undefined;
    }
    const ended = forThem && dead === 'holds_no_longer';
    await sendPage(
      site,
      { request, reply, session, status: 410, returnTo: null },
      h(InvalidLinkPage, {
        kind: ended ? 'invitation-ended' : 'invitation',
        onwardUrl: session === undefined ? '/sign-in' : consolePath,
      }),
    );
    return undefined;
  }
  return { request, reply, session, path: `/invitations/${text}`, link, card };
}

async function sendInvitation(site: Site, visit: Visit, shown: Shown = { status: 200 }): Promise<FastifyReply> {
  const { request, reply, session, path, card } = visit;
  const statement = invitationStatement(card);
  const { facts } = statement;
  const again = shown.again === undefined ? {} : { again: shown.again };
  const pressed = session === undefined ? {} : { press: newConfirmation(site, session, statement) };
  const stated = { stated: sealForPage(site, 'invitation statement', statement, dayMs) };
  return sendPage(
    site,
    { request, reply, session, returnTo: path, status: shown.status, ...again },
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
      session: sealForPage(site, 'sign-out', session.sessionId, dayMs),
      to: sealForPage(site, 'sign-out to', path, dayMs),
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

/** Accepts an invitation for an existing user, who has to be signed in as the invited person. */
async function acceptAs(site: Site, visit: Visit): Promise<FastifyReply> {
  const { request, session, link, card } = visit;
  if (session === undefined || session.user.email !== card.email) return sendInvitation(site, visit, { status: 403 });
  const read = await readAnswer(site, visit, session);
  if (read.kind === 'answered') return read.reply;
  const done = consoleAccountPath(card.accountId);
  const outcome = await acceptInvitation(site, link.link, { ...personOf(session, request), press: read.press(done) });
  return sendOutcome(site, visit, outcome, done);
}

/** Creates the invited user and their membership. Accepts only the token from the invitation mail. */
async function joinAs(site: Site, visit: Visit): Promise<FastifyReply> {
  const { request, reply, session, path, link } = visit;
  // A session of another person must not silently become the new person's.
  if (session !== undefined || link.kind !== 'letter') return reply.redirect(path, 303);
  const form = readForm(request.body);
  const name = (form?.get('name') ?? '').slice(0, 1000);
  const password = form?.get('password') ?? '';
  const why = passwordProblem(password);
  if (!isUserName(name))
    return sendInvitation(site, visit, { status: 422, tried: { name, problem: { field: 'name' } } });
  if (why !== undefined)
    return sendInvitation(site, visit, { status: 422, tried: { name, problem: { field: 'password', why } } });
  const sealed = form?.get('stated');
  const stated = openFromPage(site, 'invitation statement', sealed);
  // The invitation page is too old: it is shown again, with everything typed except the password.
  if (sealed !== undefined && stated.kind !== 'opened')
    return sendInvitation(site, visit, { status: 422, tried: { name, problem: null } });
  const language = languageOf(request, undefined);
  const statement = stated.kind === 'opened' ? stated.value : invitationStatement(visit.card);
  const browser = browserOf(request.headers['user-agent']?.slice(0, 400));
  const person = { name, password, language, address: request.ip, ...browser, statement };
  const outcome = await joinByInvitation(site, link.link, person);
  if (outcome.kind === 'changed') {
    const now = await visitOf(site, request as FastifyRequest<{ Params: { link: string } }>, reply);
    if (now === undefined) return reply;
    return sendInvitation(site, now, { status: 409, again: outcome, tried: { name, problem: null } });
  }
  if (outcome.kind === 'refuse') return reply.redirect(path, 303);
  await startSession(site, { request, reply }, { userId: outcome.userId });
  rememberDevice(site, { request, reply }, outcome.userId);
  return reply.redirect(consoleAccountPath(outcome.accountId), 303);
}

function personOf(session: Session, request: FastifyRequest) {
  const browser = browserOf(request.headers['user-agent']?.slice(0, 400));
  const { email, name } = session.user;
  return { userId: session.userId, email, name, address: request.ip, ...browser };
}
