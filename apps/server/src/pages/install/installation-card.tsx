import { Badge } from '../design/badge.tsx';
import { ButtonForm, LinkButton } from '../design/button.tsx';
import { Logo } from '../design/logo.tsx';
import { Phrase } from '../design/phrase.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';
import { Time } from '../design/time.tsx';
import { WidgetSection, type WidgetView } from './widget-section.tsx';
import { EndedAccess, type EndedAccessView } from './ended-access.tsx';
import { RefusedTokens, type RefusedTokenView } from './refused-tokens.tsx';

/** One person's consent inside an installation. */
export interface GrantView {
  readonly id: string;
  readonly person: string;
  readonly email: string;
  /** The person was deactivated or removed; an admin's grant goes on working. */
  readonly personLeft: boolean;
  readonly access: 'full' | 'own';
  /** Moved from an external integration: it can do what that could, until this person allows it anew. */
  readonly restricted?: boolean;
  readonly grantedAt: number;
  /** Whether the integrator has exchanged the code yet. */
  readonly code: 'waiting' | 'exchanged' | 'expired';
  /** The page that asks before revoking; `null`: this viewer may not. */
  readonly revokeUrl: string | null;
}

/** An integration in an account. */
export interface InstallationView {
  readonly clientId: string;
  readonly name: string;
  readonly logoUrl: string | null;
  readonly owner: string;
  readonly state: 'enabled' | 'disabled';
  readonly changedAt: number;
  /** The newest few of those that work. */
  readonly grants: readonly GrantView[];
  /** How many work, and where all of them are listed; absent: these are all. */
  readonly more?: { readonly count: number; readonly url: string };
  /** For admins; empty for everybody else. */
  readonly refused: readonly RefusedTokenView[];
  /** For admins; absent for everybody else. */
  readonly ended?: readonly EndedAccessView[];
  /** The page that asks before disabling; `null`: not enabled, or this viewer may not. */
  readonly disableUrl: string | null;
  readonly enable: FormTarget | null;
  /** Absent: it has no widget, and no code was sent. */
  readonly widget?: WidgetView | undefined;
}

/** Name, state, grants, and the two ways to stop it. */
export function InstallationCard(props: InstallationView) {
  const { t } = usePage();
  return (
    <li class="sheet installation">
      <div class="installation-head">
        <Logo url={props.logoUrl} name={props.name} size="small" />
        <div class="row-main">
          <h3>
            <bdi>{props.name}</bdi>
            <Badge tone={props.state === 'enabled' ? 'good' : 'calm'}>{t(`install:state.${props.state}`)}</Badge>
          </h3>
          <span class="muted">
            <Phrase text="authorize:owner" parts={{ owner: <bdi>{props.owner}</bdi> }} />
            {' · '}
            {t(`install:since.${props.state}`)} <Time at={props.changedAt} />
          </span>
        </div>
        {props.disableUrl !== null && (
          <LinkButton tone="stop" href={props.disableUrl}>
            {t('install:disable')}
            <span class="unseen"> {props.name}</span>
          </LinkButton>
        )}
        {props.enable !== null && (
          <ButtonForm target={props.enable} tone="plain">
            {t('install:enable')}
            <span class="unseen"> {props.name}</span>
          </ButtonForm>
        )}
      </div>
      <Grants {...props} />
      {props.widget !== undefined && <WidgetSection {...props.widget} state={props.state} name={props.name} />}
      <EndedAccess ended={props.ended ?? []} />
      <RefusedTokens refused={props.refused} />
    </li>
  );
}

function Grants(props: Pick<InstallationView, 'name' | 'grants' | 'more' | 'state'>) {
  const { t } = usePage();
  if (props.grants.length === 0) return <p class="muted grants-none">{t(`install:grants-none.${props.state}`)}</p>;
  return (
    <>
      <h4 class="label">{t('install:grants', { count: props.more?.count ?? props.grants.length })}</h4>
      <ul class="rows">
        {props.grants.map((grant) => (
          <Grant {...grant} key={grant.id} />
        ))}
      </ul>
      {props.more !== undefined && (
        <p>
          <a href={props.more.url}>
            {t('install:all-grants')}
            <span class="unseen"> {props.name}</span>
          </a>
        </p>
      )}
    </>
  );
}

function Grant(grant: GrantView) {
  const { t } = usePage();
  return (
    <li class="row">
      <div class="row-main">
        <span class="row-title">
          <bdi>{grant.person}</bdi>
          <Badge tone={grant.access === 'full' ? 'buoy' : 'calm'}>{t(`install:access.${grant.access}`)}</Badge>
          {grant.restricted === true && <Badge tone="calm">{t('moderation:restricted')}</Badge>}
          {grant.personLeft && <Badge tone="calm">{t('install:person-left')}</Badge>}
        </span>
        <span class="muted">
          <bdi>{grant.email}</bdi>
          {' · '}
          {t('install:granted')} <Time at={grant.grantedAt} />
          {' · '}
          {t(`install:code.${grant.code}`)}
        </span>
      </div>
      {grant.revokeUrl !== null && (
        <LinkButton tone="stop" href={grant.revokeUrl}>
          {t('install:revoke')}
          <span class="unseen"> {grant.person}</span>
        </LinkButton>
      )}
    </li>
  );
}
