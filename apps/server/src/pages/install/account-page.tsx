import { AccountHead, type AccountHeadView } from '../design/account-head.tsx';
import { Empty } from '../design/empty.tsx';
import { Frame } from '../design/frame.tsx';
import { Notice } from '../design/notice.tsx';
import { Pager, type PagerView } from '../design/pager.tsx';
import { Name, Phrase } from '../design/phrase.tsx';
import { usePage } from '../design/setting.ts';
import { InstallationCard, type InstallationView } from './installation-card.tsx';
import { OwnIntegrations, type OwnIntegrationView } from './own-integrations.tsx';
import { AdoptionSection, type AdoptionView } from '../moderation/adoption-section.tsx';
import type { WidgetView } from './widget-section.tsx';

/** An account's integrations and installations. */
export interface AccountPageView {
  readonly account: AccountHeadView;
  readonly installations: readonly InstallationView[];
  /** Where the list of installations goes on, and that of the account's own integrations. */
  readonly pager?: PagerView;
  readonly ownPager?: PagerView;
  /** Integrations this account owns, as their technical account; empty for most accounts. */
  readonly own: readonly OwnIntegrationView[];
  /** The console's form for another integration; `null`: the viewer may not. */
  readonly createUrl: string | null;
  /** `false`: the viewer sees, but may not change. */
  readonly canManage: boolean;
  /** By client id: widgets of the installations. */
  readonly widgets?: Readonly<Record<string, WidgetView>>;
  /** Published integrations that are about to take the place of external ones here. */
  readonly adoptions?: readonly AdoptionView[];
  /** What just happened; `name` is the integration or person it happened to. */
  readonly done: {
    readonly what:
      | 'disabled'
      | 'enabled'
      | 'revoked'
      | 'installed'
      | 'sent'
      | 'settings'
      | 'codes_allowed'
      | 'codes_forbidden'
      | 'kept';
    readonly name: string;
  } | null;
}

/** What is connected to an account, who granted it, and how to stop it. */
export function AccountPage(props: AccountPageView) {
  const { t } = usePage();
  return (
    <Frame title={t('install:page-title', { account: props.account.name })} shape="page">
      <AccountHead account={props.account} here="integrations" />
      {props.done !== null && (
        <Notice tone="good" live>
          <p>
            <Phrase text={`install:done.${props.done.what}`} parts={{ name: <Name>{props.done.name}</Name> }} />
          </p>
        </Notice>
      )}
      {!props.canManage && <p class="muted">{t('install:ask-admin')}</p>}
      <AdoptionSection adoptions={props.adoptions ?? []} />
      <section class="block" aria-labelledby="installed">
        <h2 id="installed">{t('install:installed')}</h2>
        {props.installations.length === 0 ? (
          <Empty>{t('install:none')}</Empty>
        ) : (
          <ul class="stack">
            {props.installations.map((installation) => (
              <InstallationCard
                {...installation}
                widget={props.widgets?.[installation.clientId]}
                key={installation.clientId}
              />
            ))}
          </ul>
        )}
        {props.pager !== undefined && <Pager list={t('install:installed')} {...props.pager} />}
      </section>
      {(props.own.length > 0 || props.canManage) && (
        <OwnIntegrations
          integrations={props.own}
          createUrl={props.createUrl}
          {...(props.ownPager === undefined ? {} : { pager: props.ownPager })}
        />
      )}
    </Frame>
  );
}
