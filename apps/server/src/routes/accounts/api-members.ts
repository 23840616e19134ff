import { invitationEndTold } from '@pristan/rules';
import { changeMember, invitePerson, withdrawInvitation } from '@pristan/flows';
import type { InvitationRow, MemberRow } from '@pristan/flows';
import type { InvitationBody, MemberBody } from '@pristan/wire/api';
import {
  accountParams,
  changedMember,
  invitationList,
  invitationParams,
  memberEdit,
  memberList,
  memberPage,
  memberParams,
  newInvitation,
  sentInvitation,
} from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../../environment/open.ts';
import { answer, done, refusal } from '../../http/platform-endpoint.ts';
import { platformRoute } from '../../http/platform-route.ts';
import { askerOf } from '../../http/platform-call.ts';
import { unixSeconds } from '../../http/unix-seconds.ts';
import { setRetryAfter } from '../../http/retry-after.ts';

/** `/api/platform/accounts/{id}/members` and `…/invitations`, for the account's admins. */
export function membersApi(app: FastifyInstance, world: World): void {
  platformRoute(app, world, {
    method: 'GET',
    path: '/accounts/:account_id/members',
    tag: 'accounts',
    operationId: 'list_members',
    summary: 'Who belongs to an account',
    params: accountParams,
    query: memberPage,
    answer: memberList,
    problems: [],
    handle: async ({ params, query }) => {
      const { limit, offset, after, q } = query;
      const page = { limit: limit + 1, offset, after, name: q };
      const { members, total } = await world.store.accounts.members(params.account_id, page);
      const shown = members.slice(0, limit);
      return answer({
        members: shown.map(memberBody),
        total,
        next_after: members.length > limit ? (shown.at(-1)?.userId ?? null) : null,
      });
    },
  });

  platformRoute(app, world, {
    method: 'PATCH',
    path: '/accounts/:account_id/members/:user_id',
    tag: 'accounts',
    operationId: 'change_member',
    repeatable: 'naturally',
    summary: 'Change a member’s rights, deactivate them or let them back',
    description:
      'An account keeps at least one active admin. Grants that a deactivated member gave as a member end for good, and so do the personal access tokens of whoever is no active admin any more.',
    params: memberParams,
    body: memberEdit,
    answer: changedMember,
    problems: ['member_not_found', 'last_admin'],
    handle: async (call) => {
      const { account_id: accountId, user_id: userId } = call.params;
      const { role, state } = call.body;
      const to = { ...(role === undefined ? {} : { role }), ...(state === undefined ? {} : { state }) };
      const outcome = await changeMember(world, { accountId, userId, to, by: askerOf(call) });
      if (outcome.kind === 'refuse') {
        const codes = { forbidden: 'admin_required', unknown: 'member_not_found', last_admin: 'last_admin' } as const;
        return refusal(codes[outcome.reason]);
      }
      const member = await world.store.accounts.member(accountId, userId);
      return member === undefined ? refusal('member_not_found') : answer(memberBody(member));
    },
  });

  platformRoute(app, world, {
    method: 'GET',
    path: '/accounts/:account_id/invitations',
    tag: 'accounts',
    operationId: 'list_invitations',
    summary: 'Invitations that nobody has answered yet',
    params: accountParams,
    answer: invitationList,
    problems: [],
    handle: async ({ params }) => {
      const open = await world.store.accounts.openInvitations(params.account_id, world.clock.now());
      return answer({ invitations: open.map(invitationBody) });
    },
  });

  platformRoute(app, world, {
    method: 'POST',
    path: '/accounts/:account_id/invitations',
    tag: 'accounts',
    operationId: 'invite',
    repeatable: 'key',
    summary: 'Invite a person by letter',
    description:
      'Membership begins when they accept; an invitation holds for 14 days. A second one of yours for the same address replaces the first; somebody else’s is not replaced. It can be accepted only while you are an active admin. Nothing tells whether the address belongs to somebody here.',
    params: accountParams,
    body: newInvitation,
    status: 201,
    answer: sentInvitation,
    problems: ['invalid_fields', 'already_member', 'already_invited', 'too_many_invitations', 'too_many_requests'],
    handle: async (call) => {
      const { email, name = '', role, language = call.session.user.language } = call.body;
      const { account_id: accountId } = call.params;
      const outcome = await invitePerson(call.world, { accountId, email, name, role, language, by: askerOf(call) });
      if (outcome.kind === 'throttled') {
        setRetryAfter(call.reply, world, outcome.until);
        return refusal('too_many_requests');
      }
      if (outcome.kind === 'invited')
        return answer({ invitation_id: outcome.invitationId ?? '', email: outcome.email });
      switch (outcome.reason) {
        case 'forbidden':
          return refusal('admin_required');
        case 'email_malformed':
          return refusal('invalid_fields', [{ field: 'email', code: 'not_an_email' }]);
        case 'name_malformed':
          return refusal('invalid_fields', [
            { field: 'name', code: name.trim().length > 255 ? 'too_long' : 'control_characters' },
          ]);
        case 'already_member':
          return refusal('already_member');
        case 'pending_of_another':
          return refusal('already_invited');
        case 'too_many_open':
          return refusal('too_many_invitations');
      }
    },
  });

  platformRoute(app, world, {
    method: 'DELETE',
    path: '/accounts/:account_id/invitations/:invitation_id',
    tag: 'accounts',
    operationId: 'withdraw_invitation',
    repeatable: 'key',
    summary: 'Take an invitation back',
    params: invitationParams,
    status: 204,
    problems: ['invitation_not_found'],
    handle: async (call) => {
      const { account_id: accountId, invitation_id: invitationId } = call.params;
      const outcome = await withdrawInvitation(call.world, { accountId, invitationId, by: askerOf(call) });
      if (outcome.kind === 'withdrawn') return done;
      return refusal(outcome.reason === 'forbidden' ? 'admin_required' : 'invitation_not_found');
    },
  });
}

function memberBody({ userId, name, email, role, state }: MemberRow): MemberBody {
  return { user_id: userId, name, email, role, state };
}

function invitationBody(row: InvitationRow): InvitationBody {
  return {
    invitation_id: row.invitationId,
    email: row.email,
    name: row.name,
    role: row.role,
    created_at: unixSeconds(row.createdAt),
    expires_at: unixSeconds(row.expiresAt),
    ended: invitationEndTold(row) ?? null,
    asks_admin: row.asksAdmin,
  };
}
