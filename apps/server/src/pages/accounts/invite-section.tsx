import type { InvitationEndTold } from '@pristan/rules';
import { Badge } from '../design/badge.tsx';
import { Button, ButtonForm } from '../design/button.tsx';
import { Empty } from '../design/empty.tsx';
import { Field } from '../design/field.tsx';
import { PostForm } from '../design/form.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';
import { Time } from '../design/time.tsx';
import { leftWords } from '../design/wait.ts';

/** The form that invites somebody. It sends `email` and `role` (`admin` or `member`). */
export interface InviteView {
  readonly form: FormTarget;
  readonly email: string;
  readonly role: 'admin' | 'member';
  readonly problem: 'not_an_address' | null;
}

/** An invitation nobody has answered yet. */
export interface PendingInvitation {
  readonly id: string;
  readonly email: string;
  readonly role: 'admin' | 'member';
  readonly invitedAt: number;
  readonly expiresAt: number;
  /** Why it can be accepted no longer; `null`: it can. */
  readonly ended: InvitationEndTold | null;
  /** A program asked that they become an admin. */
  readonly asksAdmin: boolean;
  readonly revoke: FormTarget;
}

/** E-mail and rights of the person to invite. */
export function InviteForm(props: InviteView) {
  const { t } = usePage();
  return (
    <section class="block" aria-labelledby="invite">
      <h2 id="invite">{t('accounts:invite.title')}</h2>
      <PostForm target={props.form} class="fields sheet narrow">
        <Field
          id="email"
          name="email"
          type="email"
          label={t('accounts:field.email')}
          value={props.email}
          autocomplete="off"
          error={props.problem === 'not_an_address' ? t('accounts:field.email-wrong') : null}
        />
        <fieldset class="choices">
          <legend>{t('accounts:invite.rights')}</legend>
          {(['member', 'admin'] as const).map((role) => (
            <label class="choice" key={role}>
              <input type="radio" name="role" value={role} checked={props.role === role} />
              <span>
                {t(`accounts:invite.role.${role}.name`)}
                <span class="field-hint">{t(`accounts:invite.role.${role}.means`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Button tone="primary">{t('accounts:invite.action')}</Button>
      </PostForm>
    </section>
  );
}

/** Invitations on their way; each can be taken back. */
export function InvitationList(props: { invitations: readonly PendingInvitation[] }) {
  const { t, now } = usePage();
  return (
    <section class="block" aria-labelledby="invitations">
      <h2 id="invitations">{t('accounts:invite.pending')}</h2>
      {props.invitations.length === 0 ? (
        <Empty>{t('accounts:invite.none')}</Empty>
      ) : (
        <ul class="rows sheet">
          {props.invitations.map((invitation) => (
            <li class="row" key={invitation.id}>
              <div class="row-main">
                <span class="row-title">
                  <bdi>{invitation.email}</bdi>
                  <Badge tone="calm">{t(`frame:role.${invitation.role}`)}</Badge>
                </span>
                <span class="muted">
                  {t('accounts:invite.sent')} <Time at={invitation.invitedAt} />
                  {' · '}
                  {invitation.ended === null
                    ? t('accounts:invite.valid', { left: leftWords(invitation.expiresAt - now, t) })
                    : t(`accounts:invite.ended.${invitation.ended}`)}
                </span>
                {invitation.asksAdmin && <span class="muted">{t('accounts:invite.asks-admin')}</span>}
              </div>
              <ButtonForm target={invitation.revoke} tone="stop">
                {t('accounts:invite.revoke')}
                <span class="unseen"> {invitation.email}</span>
              </ButtonForm>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
