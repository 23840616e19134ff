import { changeMember, invitePerson, withdrawInvitation } from '@pristan/flows';
import type { MemberStanding } from '@pristan/rules';
import { minuteMs, permits } from '@pristan/rules';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import type { Site } from '../../http/page.ts';
import { languageOf, sendFailure, sendPage } from '../../http/page.ts';
import { pageRoute } from '../../http/page-route.ts';
import { openFromPage, sealForPage } from '../../http/seal.ts';
import { isUuid } from '../../http/uuid.ts';
import { formOnce } from '../../http/form-once.ts';
import { setRetryAfter } from '../../http/retry-after.ts';
import { MembersPage } from '../../pages/accounts/members-page.tsx';
import type { MembersView } from '../../pages/accounts/members-page.tsx';
import type { AtAccount } from '../install/place.ts';
import { atAccount } from '../install/place.ts';
import type { Tried } from './members-view.ts';
import { membersPath, membersView } from './members-view.ts';
import { ownForm } from './signed-in.ts';

type Done = NonNullable<MembersView['done']>;
type Refused = NonNullable<MembersView['refused']>;

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly at: AtAccount;
}

const PAGE = 50;
const changes: Readonly<Record<string, Partial<MemberStanding>>> = {
  admin: { role: 'admin' },
  member: { role: 'member' },
  deactivated: { state: 'deactivated' },
  active: { state: 'active' },
};

/** `/accounts/{id}/members`: who belongs to an account, for its admins. */
export function memberRoutes(app: FastifyInstance, site: Site): void {
  const page = pageRoute(site);
  const path = '/accounts/:accountId/members';

  app.get<{ Querystring: { done?: unknown } }>(path, page, async (request, reply) => {
    const at = await adminAt(site, request, reply);
    if (at === undefined) return reply;
    const { done: sealed } = request.query;
    const done = openFromPage<Done>(site, 'members done', typeof sealed === 'string' ? sealed : undefined);
    return sendMembers(site, { request, reply, at }, done.kind === 'opened' ? { done: done.value } : {});
  });

  app.post(`${path}/invite`, page, async (request, reply) => {
    const asked = await askedBy(site, request, reply);
    if (asked === undefined) return reply;
    const { at, form } = asked;
    const email = (form.get('email') ?? '').slice(0, 300);
    const role = form.get('role') === 'admin' ? 'admin' : 'member';
    const pressed = { request, caller: at.session.sessionId };
    const once = await formOnce<Done, Exclude<Awaited<ReturnType<typeof invitePerson>>, { kind: 'invited' }>>(
      site,
      pressed,
      async (inside) => {
        const language = languageOf(request, at.session);
        const sent = await invitePerson(inside, { ...about(asked), email, name: '', role, language });
        return sent.kind === 'invited' ? { done: { what: 'invited', whom: sent.email } } : { refused: sent };
      },
    );
    if (once.kind === 'done') return backWith(site, asked, once.done);
    const outcome = once.refused;
    const invite = { email, role, problem: null } as const;
    if (outcome.kind === 'throttled') {
      setRetryAfter(reply, site, outcome.until);
      return sendFailure(
        site,
        { request, reply, session: at.session, status: 429 },
        { kind: 'too_many', retryAt: outcome.until, onward: { url: membersPath(at.account.accountId) } },
      );
    }
    switch (outcome.reason) {
      case 'forbidden':
        return refuseWith(site, asked, { refused: 'not_admin', status: 403 });
      case 'email_malformed':
      case 'name_malformed':
        return refuseWith(site, asked, { invite: { ...invite, problem: 'not_an_address' }, status: 422 });
      case 'already_member':
      case 'too_many_open':
      case 'pending_of_another':
        return refuseWith(site, asked, { refused: outcome.reason, invite, status: 409 });
    }
  });

  app.post(`${path}/withdraw`, page, async (request, reply) => {
    const asked = await askedBy(site, request, reply);
    if (asked === undefined) return reply;
    const invitationId = asked.form.get('invitation') ?? '';
    if (!isUuid(invitationId)) return sendBadRequest(site, asked);
    const pressed = { request, caller: asked.at.session.sessionId };
    const once = await formOnce<Done, Exclude<Awaited<ReturnType<typeof withdrawInvitation>>, { kind: 'withdrawn' }>>(
      site,
      pressed,
      async (inside) => {
        const withdrawn = await withdrawInvitation(inside, { ...about(asked), invitationId });
        return withdrawn.kind === 'withdrawn'
          ? { done: { what: 'revoked', whom: withdrawn.email } }
          : { refused: withdrawn };
      },
    );
    if (once.kind === 'done') return backWith(site, asked, once.done);
    const outcome = once.refused;
    if (outcome.reason === 'forbidden') return refuseWith(site, asked, { refused: 'not_admin', status: 403 });
    // Accepted or gone meanwhile: the list as it is now says so.
    return reply.redirect(membersPath(asked.at.account.accountId), 303);
  });

  app.post(`${path}/change`, page, async (request, reply) => {
    const asked = await askedBy(site, request, reply);
    if (asked === undefined) return reply;
    const to = changes[asked.form.get('to') ?? ''];
    const userId = Number(asked.form.get('user'));
    const { accountId } = asked.at.account;
    const member = Number.isSafeInteger(userId) ? await site.store.accounts.member(accountId, userId) : undefined;
    if (to === undefined || member === undefined) return sendBadRequest(site, asked);
    const outcome = await changeMember(site, { ...about(asked), userId, to });
    if (outcome.kind === 'changed') return backWith(site, asked, { what: whatWasDone(to), whom: member.name });
    switch (outcome.reason) {
      case 'forbidden':
        return refuseWith(site, asked, { refused: 'not_admin', status: 403 });
      case 'last_admin':
        return refuseWith(site, asked, { refused: 'last_admin', status: 409 });
      case 'unknown':
        return reply.redirect(membersPath(accountId), 303);
    }
  });
}

/** An admin of the account; anybody else has got an answer. */
async function adminAt(site: Site, request: FastifyRequest, reply: FastifyReply): Promise<AtAccount | undefined> {
  const at = await atAccount(site, request, reply);
  if (at === undefined || permits(at.membership, 'member.read')) return at;
  await sendFailure(
    site,
    { request, reply, session: at.session, status: 403 },
    { kind: 'not_allowed', onward: { url: '/' } },
  );
  return undefined;
}

/** A form of the members page, sent by an admin from the page made for them. */
async function askedBy(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<(Asked & { readonly form: ReadonlyMap<string, string> }) | undefined> {
  const at = await adminAt(site, request, reply);
  if (at === undefined) return undefined;
  const path = membersPath(at.account.accountId);
  const form = await ownForm(site, { request, reply }, { session: at.session, about: path, backTo: path });
  return form === undefined ? undefined : { request, reply, at, form };
}

function about({ at, request }: Asked) {
  return { accountId: at.account.accountId, by: { userId: at.session.userId, address: request.ip } };
}

function whatWasDone(to: Partial<MemberStanding>): Done['what'] {
  if (to.state === undefined) return 'role_changed';
  return to.state === 'active' ? 'reactivated' : 'deactivated';
}

async function sendBadRequest(site: Site, { request, reply, at }: Asked): Promise<FastifyReply> {
  const onward = { url: membersPath(at.account.accountId) };
  return sendFailure(site, { request, reply, session: at.session, status: 400 }, { kind: 'bad_request', onward });
}

async function backWith(site: Site, { at, reply }: Asked, done: Done): Promise<FastifyReply> {
  return reply.redirect(
    `${membersPath(at.account.accountId)}?done=${sealForPage(site, 'members done', done, minuteMs)}`,
    303,
  );
}

async function refuseWith(
  site: Site,
  asked: Asked,
  refusal: { readonly status: number; readonly refused?: Refused; readonly invite?: Tried['invite'] },
): Promise<FastifyReply> {
  const { status, refused, invite } = refusal;
  const tried: Tried = { ...(refused === undefined ? {} : { refused }), ...(invite === undefined ? {} : { invite }) };
  return sendMembers(site, asked, tried, status);
}

async function sendMembers(
  site: Site,
  { request, reply, at }: Asked,
  tried: Tried,
  status = 200,
): Promise<FastifyReply> {
  const { accountId } = at.account;
  const { after: text } = request.query as { readonly after?: unknown };
  const after = typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  const [{ members }, viewer, invitations] = await Promise.all([
    site.store.accounts.members(accountId, { limit: PAGE + 1, offset: 0, after }),
    site.store.accounts.member(accountId, at.session.userId),
    site.store.accounts.openInvitations(accountId, site.clock.now()),
  ]);
  const shown = members.slice(0, PAGE);
  const path = membersPath(accountId);
  const pager = {
    newestUrl: after === undefined ? null : path,
    olderUrl: members.length > PAGE ? `${path}?after=${shown.at(-1)?.userId}` : null,
  };
  const hasOtherAdmins = (viewer?.otherAdmins ?? 0) > 0;
  return sendPage(
    site,
    { request, reply, session: at.session, status, returnTo: membersPath(accountId) },
    h(MembersPage, membersView(site, at, { members: shown, pager, hasOtherAdmins, invitations, tried })),
  );
}
