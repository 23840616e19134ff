import { AccountHead, type AccountHeadView } from '../design/account-head.tsx';
import { Frame } from '../design/frame.tsx';
import { Notice } from '../design/notice.tsx';
import { Pager, type PagerView } from '../design/pager.tsx';
import { usePage } from '../design/setting.ts';
import { InvitationList, InviteForm, type InviteView, type PendingInvitation } from './invite-section.tsx';
import { MemberRow, type MemberView } from './member-row.tsx';

/** The people of an account. What `null` is, this viewer may not do. */
export interface MembersView {
  readonly account: AccountHeadView;
  readonly members: readonly MemberView[];
  readonly pager?: PagerView;
  /** `null` for a viewer who is no admin. */
  readonly invite: InviteView | null;
  readonly invitations: readonly PendingInvitation[];
  /** What just happened, named by the address or name it happened to. */
  readonly done: {
    readonly what: 'invited' | 'revoked' | 'deactivated' | 'reactivated' | 'role_changed';
    readonly whom: string;
  } | null;
  /** A refusal, in the words of its rule. */
  readonly refused: 'last_admin' | 'already_member' | 'pending_of_another' | 'too_many_open' | 'not_admin' | null;
}

/** Who belongs to an account, with which rights; inviting, deactivating and changing rights. */
export function MembersPage(props: MembersView) {
  const { t } = usePage();
  return (
    <Frame title={t('accounts:members.page-title', { account: props.account.name })} shape="page">
      <AccountHead account={props.account} here="members" />
      {props.done !== null && (
        <Notice tone="good" live>
          <p>{t(`accounts:members.done.${props.done.what}`, { whom: props.done.whom })}</p>
        </Notice>
      )}
      {props.refused !== null && (
        <Notice tone="bad" live>
          <p>{t(`accounts:members.refused.${props.refused}`)}</p>
        </Notice>
      )}
      <section class="block" aria-labelledby="members">
        <h2 id="members">{t('accounts:members.list')}</h2>
        <ul class="rows sheet">
          {props.members.map((member) => (
            <MemberRow {...member} key={member.id} />
          ))}
        </ul>
        {props.pager !== undefined && <Pager list={t('accounts:members.list')} sorts="otherwise" {...props.pager} />}
        <p class="muted small">{t('accounts:members.deactivate-means')}</p>
      </section>
      {props.invite !== null && <InviteForm {...props.invite} />}
      {props.invite !== null && <InvitationList invitations={props.invitations} />}
      {props.invite === null && <p class="muted">{t('accounts:members.ask-admin')}</p>}
    </Frame>
  );
}
