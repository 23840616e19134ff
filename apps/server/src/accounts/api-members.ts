import { invitationEndReason, userNameLengthMax } from '@pristan/rules';
import { changeMember, createInvitation, renewInvitation, withdrawInvitation } from '@pristan/flows';
import type { InvitationRow, InviteAnswer, MemberRow } from '@pristan/flows';
import { nameProblem } from '@pristan/wire';
import type { MemberBody, InvitationBody } from '@pristan/wire/api';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { World } from '../environment/open.ts';
import { answer, done, refusal } from '../http/platform-endpoint.ts';
import { platformRoute } from '../http/platform-route.ts';
import { requesterOf } from '../http/platform-call.ts';
import { unixSeconds } from '../http/unix-seconds.ts';
import { setRetryAfter } from '../http/retry-after.ts';

/** `/api/platform/accounts/{id}/members`: members, for the account's admins. */
export function membersApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.list_members, {
    handle: async ({ params, query }) => {
      const { limit, offset, after, q } = query;
      const page = { limit: limit + 1, offset, after, name: q };
      const { members, total, admins } = await world.store.accounts.members(params.account_id, page);
      const shown = members.slice(0, limit);
      return answer({
        members: shown.map(memberBody),
        total,
        admins,
        next_after: members.length > limit ? (shown.at(-1)?.userId ?? null) : null,
      });
    },
  });

  platformRoute({ app, world }, contracts.change_member, {
    handle: async (call) => {
      const { account_id: accountId, user_id: userId } = call.params;
      const { role, state } = call.body;
      const to = { ...(role === undefined ? {} : { role }), ...(state === undefined ? {} : { state }) };
      const outcome = await changeMember(world, { accountId, userId, to, by: requesterOf(call) });
      if (outcome.kind === 'refuse') {
        const codes = { forbidden: 'admin_required', unknown: 'member_not_found', last_admin: 'last_admin' } as const;
        return refusal(codes[outcome.reason]);
      }
      const member = await world.store.accounts.member(accountId, userId, world.clock.now());
      return member === undefined ? refusal('member_not_found') : answer(memberBody(member));
    },
  });
}

/** `/api/platform/accounts/{id}/invitations`: invitations, for the account's admins. */
export function invitationsApi(app: FastifyInstance, world: World): void {
  platformRoute({ app, world }, contracts.list_invitations, {
    handle: async ({ params, session }) => {
      const open = await world.store.accounts.openInvitations(params.account_id, world.clock.now());
      return answer({ invitations: open.map((row) => invitationBody(row, session.userId)) });
    },
  });

  platformRoute({ app, world }, contracts.invite, {
    cost: 'dear',
    handle: async (call) => {
      const { email, name = '', role, language = call.session.user.language } = call.body;
      const { account_id: accountId } = call.params;
      const outcome = await createInvitation(call.world, {
        accountId,
        email,
        name,
        role,
        language,
        by: requesterOf(call),
      });
      if (outcome.kind === 'invited')
        return answer({ invitation_id: outcome.invitationId ?? '', email: outcome.email });
      return refusalOf(world, call.reply, { outcome, name });
    },
  });

  platformRoute({ app, world }, contracts.renew_invitation, {
    handle: async (call) => {
      const { account_id: accountId, invitation_id: invitationId } = call.params;
      const { language } = call.session.user;
      const asked = { accountId, invitationId, how: call.body.by, language, by: requesterOf(call) };
      const outcome = await renewInvitation(call.world, asked);
      if (outcome.kind === 'unknown') return refusal('invitation_not_found');
      if (outcome.kind !== 'invited') return refusalOf(world, call.reply, { outcome, name: '' });
      const { token, email } = outcome;
      const link = token === undefined ? null : `${world.config.publicUrl}/invitations/${token}`;
      return answer({ invitation_id: outcome.invitationId ?? '', email, link });
    },
  });

  platformRoute({ app, world }, contracts.withdraw_invitation, {
    handle: async (call) => {
      const { account_id: accountId, invitation_id: invitationId } = call.params;
      const outcome = await withdrawInvitation(call.world, { accountId, invitationId, by: requesterOf(call) });
      if (outcome.kind === 'withdrawn') return done;
      return refusal(outcome.reason === 'forbidden' ? 'admin_required' : 'invitation_not_found');
    },
  });
}

/** Problem with which the API answers a refused invitation. */
function refusalOf(
  world: World,
  reply: FastifyReply,
  { outcome, name }: { readonly outcome: Exclude<InviteAnswer, { readonly kind: 'invited' }>; readonly name: string },
) {
  if (outcome.kind === 'throttled') {
    setRetryAfter(reply, world, outcome.until);
    return refusal('too_many_requests');
  }
  switch (outcome.reason) {
    case 'forbidden':
      return refusal('admin_required');
    case 'email_malformed':
      return refusal('invalid_fields', [{ field: 'email', code: 'not_an_email' }]);
    case 'name_malformed':
      return refusal('invalid_fields', [
        { field: 'name', code: nameProblem(name.trim(), userNameLengthMax) ?? 'control_characters' },
      ]);
    case 'already_member':
      return refusal('already_member');
    case 'pending_of_another':
      return refusal('already_invited');
    case 'too_many_open':
      return refusal('too_many_invitations');
  }
}

function memberBody({ userId, name, email, role, state }: MemberRow): MemberBody {
  return { user_id: userId, name, email, role, state };
}

function invitationBody(row: InvitationRow, viewer: number): InvitationBody {
  return {
    invitation_id: row.invitationId,
    email: row.email,
    name: row.name,
    role: row.role,
    created_at: unixSeconds(row.createdAt),
    expires_at: unixSeconds(row.expiresAt),
    ended: invitationEndReason(row) ?? null,
    own: invitationEndReason(row) !== undefined || (row.maker?.by === 'person' && row.maker.userId === viewer),
    asks_admin: row.asksAdmin,
  };
}
