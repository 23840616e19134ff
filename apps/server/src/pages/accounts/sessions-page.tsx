import { Badge } from '../design/badge.tsx';
import { ButtonForm } from '../design/button.tsx';
import { Crumbs } from '../design/crumbs.tsx';
import { Frame } from '../design/frame.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';
import { Time } from '../design/time.tsx';

/** Where a person is signed in. */
export interface SessionsView {
  readonly homeUrl: string;
  /** The present one first, then by last use. */
  readonly sessions: readonly {
    readonly id: string;
    /** Browser and system in short, as far as the server could tell; empty when it could not. */
    readonly browser: string;
    readonly address: string;
    readonly signedInAt: number;
    readonly lastSeenAt: number;
    readonly current: boolean;
    readonly signOut: FormTarget;
  }[];
  /** `null` when there is no other session. */
  readonly signOutOthers: FormTarget | null;
}

/** The list of devices; each can be signed out, and all others at once. */
export function SessionsPage(props: SessionsView) {
  const { t } = usePage();
  return (
    <Frame title={t('accounts:sessions.title')} shape="page">
      <Crumbs trail={[{ text: t('accounts:home.title'), href: props.homeUrl }]} />
      <h1>{t('accounts:sessions.title')}</h1>
      <p class="lead">{t('accounts:sessions.lead')}</p>
      <ul class="rows sheet">
        {props.sessions.map((session) => (
          <li class="row" key={session.id}>
            <div class="row-main">
              <span class="row-title">
                <bdi>{session.browser === '' ? t('accounts:sessions.unknown-browser') : session.browser}</bdi>
                {session.current && <Badge tone="good">{t('accounts:sessions.this-one')}</Badge>}
              </span>
              <span class="muted">
                <bdi class="mono" dir="ltr">
                  {session.address}
                </bdi>
                {' · '}
                {t('accounts:sessions.last-seen')} <Time at={session.lastSeenAt} />
                {' · '}
                {t('accounts:sessions.since')} <Time at={session.signedInAt} />
              </span>
            </div>
            <ButtonForm target={session.signOut} tone="quiet">
              {session.current ? t('accounts:sessions.sign-out-here') : t('accounts:sessions.sign-out')}
            </ButtonForm>
          </li>
        ))}
      </ul>
      {props.signOutOthers !== null && (
        <div class="actions">
          <ButtonForm target={props.signOutOthers} tone="plain">
            {t('accounts:sessions.sign-out-others')}
          </ButtonForm>
        </div>
      )}
    </Frame>
  );
}
