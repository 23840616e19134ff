import type { AccountReads, InvitationRow } from '@pristan/flows';
import { invitationEndTold } from '@pristan/rules';
import type { Site } from '../../http/page.ts';
import type { FormTarget } from '../../pages/design/setting.ts';
import type { PagerView } from '../../pages/design/pager.tsx';
import type { InviteView } from '../../pages/accounts/invite-section.tsx';
import type { MemberView } from '../../pages/accounts/member-row.tsx';
import type { MembersView } from '../../pages/accounts/members-page.tsx';
import { formToken } from '../../http/form-token.ts';
import type { AtAccount } from '../install/place.ts';
import { accountHead, accountPath } from '../install/place.ts';

type Members = Awaited<ReturnType<AccountReads['members']>>['members'];

/** What the page shows of what was just tried. */
export interface Tried {
  readonly done?: NonNullable<MembersView['done']>;
  readonly refused?: NonNullable<MembersView['refused']>;
  readonly invite?: Pick<InviteView, 'email' | 'role' | 'problem'>;
}

export function membersPath(accountId: number): string {
  return `${accountPath(accountId)}/members`;
}

/** The people of an account as an admin sees them. A button is there only where its rule would say yes. */
export function membersView(
  site: Site,
  at: AtAccount,
  shown: {
    readonly members: Members;
    readonly pager: PagerView;
    /** Whether another active admin is left when the viewer, who is one, is none any more. */
    readonly hasOtherAdmins: boolean;
    readonly invitations: readonly InvitationRow[];
    readonly tried: Tried;
  },
): MembersView {
  const path = membersPath(at.account.accountId);
  const form = formToken(site, at.session, path);
  const { tried } = shown;
  return {
    account: accountHead(site, at),
    pager: shown.pager,
    members: shown.members.map((member) => {
      const to = (action: string): FormTarget => ({
        action: `${path}/change`,
        hidden: { form, user: String(member.userId), to: action },
      });
      const active = member.state === 'active';
      const isLastAdmin = member.userId === at.session.userId && !shown.hasOtherAdmins;
      const view: MemberView = {
        id: member.userId,
        name: member.name,
        email: member.email,
        role: member.role,
        active,
        you: member.userId === at.session.userId,
        makeAdmin: active && member.role === 'member' ? to('admin') : null,
        makeMember: active && member.role === 'admin' && !isLastAdmin ? to('member') : null,
        deactivate: active && !isLastAdmin ? to('deactivated') : null,
        reactivate: active ? null : to('active'),
      };
      return view;
    }),
    invite: {
      form: { action: `${path}/invite`, hidden: { form } },
      ...(tried.invite ?? { email: '', role: 'member', problem: null }),
    },
    invitations: shown.invitations.map((invitation) => ({
      id: invitation.invitationId,
      email: invitation.email,
      role: invitation.role,
      invitedAt: invitation.createdAt,
      expiresAt: invitation.expiresAt,
      ended: invitationEndTold(invitation) ?? null,
      asksAdmin: invitation.asksAdmin,
      revoke: { action: `${path}/withdraw`, hidden: { form, invitation: invitation.invitationId } },
    })),
    done: tried.done ?? null,
    refused: tried.refused ?? null,
  };
}
