import type { ScopeName } from '@pristan/wire';
import { Badge } from '../design/badge.tsx';
import { ButtonForm, LinkButton } from '../design/button.tsx';
import { Crumbs } from '../design/crumbs.tsx';
import { Frame } from '../design/frame.tsx';
import { Logo } from '../design/logo.tsx';
import { usePage, type FormTarget } from '../design/setting.ts';
import { CodeSection, type CodeView } from './code-section.tsx';
import { SecretSection, type SecretView } from './secret-section.tsx';
import type { IntegrationKind } from './own-integrations.tsx';

/** An integration seen from the account that owns it, with that account's own installation. */
export interface IntegrationPageView {
  readonly account: { readonly name: string; readonly url: string; readonly homeUrl: string };
  readonly name: string;
  readonly logoUrl: string | null;
  /** Of the summary. */
  readonly language?: string;
  readonly summary: string | null;
  readonly kind: IntegrationKind;
  readonly on: boolean;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly disconnectUri: string | null;
  readonly scopes: readonly ScopeName[];
  readonly secret: SecretView;
  readonly code: CodeView;
  /** The page that installs its widget in this account; absent: no version is live. */
  readonly installUrl?: string | undefined;
  /** What was sent to its server. */
  readonly deliveriesUrl: string;
  /** Switches the whole integration; `null`: this viewer may not. */
  readonly switch: FormTarget | null;
}

/** Keys, settings, and the code that can be copied by hand. */
export function IntegrationPage(props: IntegrationPageView) {
  const { t, language } = usePage();
  const trail = [
    { text: t('accounts:home.title'), href: props.account.homeUrl },
    { text: props.account.name, href: props.account.url },
  ];
  const list = new Intl.ListFormat(language).format(props.scopes.map((scope) => t(`authorize:scope.${scope}.name`)));
  return (
    <Frame title={props.name} shape="page">
      <Crumbs trail={trail} />
      <div class="integration-head">
        <Logo url={props.logoUrl} name={props.name} size="large" />
        <div>
          <h1>
            <bdi>{props.name}</bdi>
          </h1>
          <p class="badges">
            <Badge tone="calm">{t(`registry:kind.${props.kind}.name`)}</Badge>
            <Badge tone={props.on ? 'good' : 'buoy'}>{t(props.on ? 'registry:on' : 'registry:off')}</Badge>
          </p>
          {props.summary !== null && (
            <p>
              <bdi lang={props.language}>{props.summary}</bdi>
            </p>
          )}
          <p class="muted small">{t(`registry:kind.${props.kind}.means`)}</p>
        </div>
      </div>
      <p class="actions beside">
        {props.installUrl !== undefined && (
          <LinkButton tone="plain" href={props.installUrl}>
            {t('install:widget.install')}
          </LinkButton>
        )}
        <LinkButton tone="plain" href={props.deliveriesUrl}>
          {t('hooks:title')}
        </LinkButton>
      </p>
      <CodeSection {...props.code} />
      <section class="block" aria-labelledby="keys">
        <h2 id="keys">{t('registry:keys')}</h2>
        <div class="sheet">
          <dl class="facts">
            <Fact name={t('registry:field.client-id')} value={props.clientId} />
            <Fact name={t('registry:field.redirect-uri')} value={props.redirectUri} />
            {props.disconnectUri !== null && (
              <Fact name={t('registry:field.disconnect-uri')} value={props.disconnectUri} />
            )}
            <dt>{t('registry:field.scopes')}</dt>
            <dd>{list === '' ? t('registry:no-scopes') : list}</dd>
          </dl>
          <SecretSection {...props.secret} />
        </div>
      </section>
      {props.switch !== null && (
        <section class="block" aria-labelledby="switch">
          <h2 id="switch">{t('registry:own.state')}</h2>
          <p class="muted">{t('registry:switch.means')}</p>
          <ButtonForm target={props.switch} tone={props.on ? 'stop' : 'plain'}>
            {t(props.on ? 'registry:switch.off' : 'registry:switch.on')}
          </ButtonForm>
        </section>
      )}
    </Frame>
  );
}

function Fact(props: { name: string; value: string }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>
        <bdi class="mono" dir="ltr">
          {props.value}
        </bdi>
      </dd>
    </>
  );
}
