import type { InvitationCard } from '@pristan/flows';
import { acceptInvitation, declineInvitation, findInvitation, joinByInvitation } from '@pristan/flows';
import { dayMs, deadInvitation, isPersonName, passwordLength, passwordProblem } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import type { ReadLink } from '../../accounts/invitation-link.ts';
import { readInvitationLink } from '../../accounts/invitation-link.ts';
import { rememberDevice } from '../../accounts/known-device.ts';
import { readForm } from '../../http/bodies.ts';
import { formToken } from '../../http/form-token.ts';
import type { Site } from '../../http/page.ts';
import { languageOf, sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { isSameOrigin } from '../../http/press.ts';
import { sealForPage } from '../../http/seal.ts';
import type { Session } from '../../http/session.ts';
import { sessionOf, startSession } from '../../http/session.ts';
import { accountHost } from '../../http/site.ts';
import { InvitationPage } from '../../pages/accounts/invitation-page.tsx';
import type { Invited } from '../../pages/accounts/invitation-page.tsx';
import { LinkDeadPage } from '../../pages/accounts/link-dead-page.tsx';
import { accountPath } from '../install/place.ts';
import { signInUrl } from './sign-in.ts';
import { ownForm } from './signed-in.ts';

/** Who followed which link; every step of the page begins with it. */
interface Visit {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session | undefined;
  readonly path: string;
  readonly link: ReadLink;
  readonly card: InvitationCard;
}

/** What became of the last try, if there was one. */
interface Shown {
  readonly status: number;
  readonly tried?: Pick<Extract<Invited, { kind: 'new' }>, 'name' | 'problem'>;
}

/** `/invitations/{link}`: an invitation's page, and its answers. */
export function invitationRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);

  app.get<{ Params: { link: string } }>('/invitations/:link', page, async (request, reply) => {
    const visit = await visitOf(site, request, reply);
    return visit === undefined ? reply : sendInvitation(site, visit);
  });

  app.post<{ Params: { link: string } }>('/invitations/:link/accept', page, async (request, reply) => {
    const visit = await visitOf(site, request, reply);
    if (visit === undefined) return reply;
    return visit.card.personExists ? acceptAs(site, visit) : joinAs(site, visit);
  });

  app.post<{ Params: { link: string } }>('/invitations/:link/decline', page, async (request, reply) => {
    const visit = await visitOf(site, request, reply);
    if (visit === undefined) return reply;
    const { session, path, link } = visit;
    if (session === undefined) return reply.redirect(path, 303);
    if ((await ownForm(site, visit, { session, about: path, backTo: path })) === undefined) return reply;
    const outcome = await declineInvitation(site, link.link, personOf(session, request));
    return outcome.kind === 'refuse' ? reply.redirect(path, 303) : reply.redirect('/', 303);
  });
}

/** Reads the link; a link to nothing that can be answered gets a page that says so. */
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
  // A link of our own pages is for one person only; whoever else has it learns nothing.
  const forThem = link?.kind === 'letter' || card?.email === session?.user.email;
  if (link === undefined || card === undefined || !forThem || deadInvitation(card, site.clock.now()) !== undefined) {
    await sendPage(
      site,
      { request, reply, session, status: 410, returnTo: null },
      h(LinkDeadPage, { kind: 'invitation', onwardUrl: session === undefined ? '/sign-in' : '/' }),
    );
    return undefined;
  }
  return { request, reply, session, path: `/invitations/${text}`, link, card };
}

async function sendInvitation(site: Site, visit: Visit, shown: Shown = { status: 200 }): Promise<FastifyReply> {
  const { request, reply, session, path, card } = visit;
  const form = session === undefined ? {} : { form: formToken(site, session, path) };
  return sendPage(
    site,
    { request, reply, session, returnTo: path, status: shown.status },
    h(InvitationPage, {
      accept: { action: `${path}/accept`, hidden: form },
      decline: session?.user.email === card.email ? { action: `${path}/decline`, hidden: form } : null,
      account: { name: card.accountName, domain: accountHost(card.subdomain, site.config) },
      inviterName: card.inviterName ?? card.accountName,
      role: card.role,
      email: card.email,
      expiresAt: card.expiresAt,
      invited: invitedOf(site, visit, shown.tried),
    }),
  );
}

function invitedOf(site: Site, { session, path, card }: Visit, tried: Shown['tried']): Invited {
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

/** A person who is here already: signed in as the one who was invited, and nobody else. */
async function acceptAs(site: Site, visit: Visit): Promise<FastifyReply> {
  const { request, reply, session, path, link, card } = visit;
  if (session === undefined || session.user.email !== card.email) return sendInvitation(site, visit, { status: 403 });
  if ((await ownForm(site, { request, reply }, { session, about: path, backTo: path })) === undefined) return reply;
  const outcome = await acceptInvitation(site, link.link, personOf(session, request));
  return outcome.kind === 'refuse' ? reply.redirect(path, 303) : reply.redirect(accountPath(outcome.accountId), 303);
}

/** Somebody new here: the letter's link shows that the address is theirs. */
async function joinAs(site: Site, visit: Visit): Promise<FastifyReply> {
  const { request, reply, session, path, link } = visit;
  // Another person's session must not become the new person's without a word.
  if (session !== undefined || link.kind !== 'letter') return reply.redirect(path, 303);
  const form = readForm(request.body);
  const name = (form?.get('name') ?? '').slice(0, 1000);
  const password = form?.get('password') ?? '';
  const why = passwordProblem(password);
  if (!isPersonName(name))
    return sendInvitation(site, visit, { status: 422, tried: { name, problem: { field: 'name' } } });
  if (why !== undefined)
    return sendInvitation(site, visit, { status: 422, tried: { name, problem: { field: 'password', why } } });
  const language = languageOf(request, undefined);
  const outcome = await joinByInvitation(site, link.link, { name, password, language, address: request.ip });
  if (outcome.kind === 'refuse') return reply.redirect(path, 303);
  await startSession(site, { request, reply }, { userId: outcome.userId });
  rememberDevice(site, { request, reply }, outcome.userId);
  return reply.redirect(accountPath(outcome.accountId), 303);
}

function personOf(session: Session, request: FastifyRequest) {
  return { userId: session.userId, email: session.user.email, address: request.ip };
}
