import { Badge } from '../design/badge.tsx';
import { ButtonForm } from '../design/button.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';

/** One person of an account and what this viewer may do about them; `null` is not offered. */
export interface MemberView {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: 'admin' | 'member';
  readonly active: boolean;
  readonly you: boolean;
  readonly makeAdmin: FormTarget | null;
  readonly makeMember: FormTarget | null;
  readonly deactivate: FormTarget | null;
  readonly reactivate: FormTarget | null;
}

/** A line of the list of people. The name is part of every button's name, for those who hear the page. */
export function MemberRow(props: MemberView) {
  const { t } = usePage();
  const actions = [
    ['make-admin', props.makeAdmin],
    ['make-member', props.makeMember],
    ['deactivate', props.deactivate],
    ['reactivate', props.reactivate],
  ] as const;
  return (
    <li class="row">
      <div class="row-main">
        <span class="row-title">
          <bdi>{props.name}</bdi>
          {props.you && <span class="muted">{t('accounts:members.you')}</span>}
          <Badge tone="calm">{t(`frame:role.${props.role}`)}</Badge>
          {!props.active && <Badge tone="buoy">{t('accounts:members.deactivated')}</Badge>}
        </span>
        <bdi class="muted">{props.email}</bdi>
      </div>
      <div class="row-actions">
        {actions.map(
          ([action, target]) =>
            target !== null && (
              <ButtonForm target={target} tone={action === 'deactivate' ? 'stop' : 'quiet'} key={action}>
                {t(`accounts:members.${action}`)}
                <span class="unseen"> {props.name}</span>
              </ButtonForm>
            ),
        )}
      </div>
    </li>
  );
}
