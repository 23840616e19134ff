import { scopeNames as scopes } from '@pristan/wire';
import { ChooseAccountPage, type ChooseAccountView } from '../../apps/server/src/authorize/choose-account-page.tsx';
import { ConsentPage, type ConsentView } from '../../apps/server/src/authorize/consent-page.tsx';
import {
  ExternalConsentPage,
  type ExternalConsentView,
} from '../../apps/server/src/authorize/external-consent-page.tsx';
import type { FailedView } from '../../apps/server/src/http/failed-page.tsx';
import { FailedPage, failures } from '../../apps/server/src/http/failed-page.tsx';
import { HandoverPage, type HandoverView } from '../../apps/server/src/authorize/handover-page.tsx';
import { OtherSitePage } from '../../apps/server/src/authorize/other-site-page.tsx';
import { ReturningPage } from '../../apps/server/src/authorize/returning-page.tsx';
import { inlineDescriptionLimit } from '../../apps/server/src/pages/design/description.ts';
import type { FormTarget } from '../../apps/server/src/pages/design/page-context.ts';
import { DescriptionPage } from '../../apps/server/src/registry/description-page.tsx';
import { form, logo, minute, now, viewer, type Sample } from './sample.ts';

const longAddress = 'https://connect.acme-mail.example/oauth/callback/with/a/long/path?region=eu-north-1';

const description = {
  html: '<h2>Что делает Acme Mail</h2><p>Собирает письма клиентов в карточку сделки и отвечает из неё.</p><ul><li>Общий ящик отдела</li><li>Шаблоны и подписи</li></ul>',
};

const consent: ConsentView = {
  app: {
    name: 'Acme Mail',
    logoUrl: logo,
    texts: [{ text: 'Почта отдела продаж в карточке сделки: письма, шаблоны, общая подпись.', language: 'ru' }],
    owner: 'Acme Software',
    description,
    standing: 'published',
  },
  unreviewed: [],
  account: { name: 'Ромашка', domain: 'romashka.example.com' },
  codeHost: 'connect.acme-mail.example',
  returnHost: 'acme-mail.example',
  loopback: false,
  kind: 'public',
  scopes: ['crm', 'files', 'notifications'],
  access: 'full',
  installed: false,
  allow: form('/oauth/allow'),
  deny: form('/oauth/deny'),
  changeAccount: form('/oauth/choose'),
};

/** A change since review of each fact that publication freezes. */
const everyChange: ConsentView['unreviewed'] = [
  { fact: 'redirect_uri', added: ['connect.acme-mail.example'], gone: ['connect.acme-mail.example'] },
  { fact: 'scopes', added: ['files'], gone: ['push_notifications'] },
  { fact: 'developer', added: ['Acme Software'], gone: ['Old Acme'] },
  { fact: 'name', added: ['Acme Mail'], gone: ['Почта отдела продаж с очень длинным названием'] },
  { fact: 'logo', added: ['b2'], gone: ['a1'] },
  { fact: 'button_origins', added: [], gone: ['www.acme-mail.example'] },
  { fact: 'disconnect_uri', added: ['hooks.acme-mail.example'], gone: [] },
  {
    fact: 'link_hosts',
    added: [
      'one.example',
      'two.example',
      'three.example',
      'a-rather-long-host-name.integrations.acme-mail.example:8443',
    ],
    gone: [],
  },
  { fact: 'widget', added: ['12'], gone: ['9'] },
];

const onwards: Partial<Record<(typeof failures)[number], FailedView['onward']>> = {
  too_early: { press: form('/oauth') },
  not_found: { url: '/accounts' },
  answer_expired: { url: '/oauth/consent' },
  answer_used: { url: '/oauth/consent' },
};

const choose: ChooseAccountView = {
  form: form('/oauth/choose'),
  deny: form('/oauth/deny'),
  app: { name: 'Acme Mail', logoUrl: logo, owner: 'Acme Software' },
  choosable: [
    { id: 1, name: 'Ромашка', domain: 'romashka.example.com', role: 'admin', installed: false },
    { id: 2, name: 'Северный порт', domain: 'north-port.example.com', role: 'member', installed: true },
  ],
  unavailable: [
    { name: 'Кафе на набережной', domain: 'cafe.example.com', reason: 'not_admin' },
    { name: 'Старый склад', domain: 'old-store.example.com', reason: 'deactivated' },
  ],
  selectedId: 1,
};

const external: ExternalConsentView = {
  name: 'Tern Mail',
  descriptionHtml: 'Письма клиентов в карточке сделки. <b>Первый месяц бесплатно.</b>',
  account: { name: 'Ромашка', domain: 'romashka.example.com' },
  keysHost: 'tern-mail.example',
  returnHost: 'tern-mail.example',
  hostsDiffer: false,
  loopback: false,
  scopes: ['crm', 'notifications'],
  allow: form('/oauth/external/allow'),
  deny: form('/oauth/external/deny'),
  changeAccount: form('/oauth/external/choose'),
};

const handover: HandoverView = {
  state: 'waiting',
  name: 'Tern Mail',
  keysHost: 'keys.tern-mail.example',
  status: null,
  failure: null,
  siteUrl: 'https://tern-mail.example',
  accountUrl: '/accounts/1',
  link: '/oauth/handover?handover=c2VhbGVk',
};

const closed = (reason: 'not_admin' | 'private' | 'unmoderated' | 'deactivated') => (
  <ChooseAccountPage
    {...choose}
    choosable={[]}
    unavailable={[{ name: 'Ромашка', domain: 'romashka.example.com', reason }]}
    selectedId={null}
  />
);

const location = 'https://connect.acme-mail.example/callback?code=def50200aa&state=x%2By&referer=romashka.example.com';

export const authorizeSamples: readonly Sample[] = [
  { name: 'consent', viewer, node: <ConsentPage {...consent} /> },
  {
    name: 'consent-unreviewed',
    viewer,
    node: (
      <ConsentPage
        {...consent}
        installed
        codeHost="app.other.example"
        unreviewed={[
          { fact: 'redirect_uri', added: ['app.other.example'], gone: ['connect.acme-mail.example'] },
          { fact: 'scopes', added: ['files', 'notifications'], gone: [] },
        ]}
      />
    ),
  },
  { name: 'consent-unreviewed-all', viewer, node: <ConsentPage {...consent} unreviewed={everyChange} /> },
  {
    name: 'consent-other-session',
    viewer,
    node: <ConsentPage {...consent} />,
    again: { kind: 'other_session' },
  },
  {
    name: 'consent-too-old',
    viewer,
    node: <ConsentPage {...consent} />,
    again: { kind: 'too_old' },
  },
  {
    name: 'consent-changed',
    viewer,
    node: <ConsentPage {...consent} />,
    again: {
      kind: 'changed',
      changed: [
        { fact: 'scopes', was: ['notifications'], now: ['crm', 'files', 'notifications'] },
        { fact: 'redirectUri', was: 'https://acme-mail.example/callback', now: longAddress },
        { fact: 'returnsTo', was: 'acme-mail.example', now: 'connect.acme-mail.example' },
        { fact: 'role', was: 'member', now: 'admin' },
        { fact: 'access', was: 'own', now: 'full' },
        { fact: 'installs', was: false, now: true },
      ],
    },
  },
  {
    name: 'consent-edited',
    viewer,
    node: <ConsentPage {...consent} />,
    again: { kind: 'changed', changed: [{ fact: 'version', was: 3, now: 4 }] },
  },
  {
    name: 'consent-member',
    viewer,
    node: <ConsentPage {...consent} access="own" installed scopes={['crm']} changeAccount={null} />,
  },
  {
    name: 'consent-everything',
    viewer,
    node: (
      <ConsentPage
        {...consent}
        app={{
          ...consent.app,
          name: 'Интеграция с очень длинным названием, которое придумали для двух строк',
          logoUrl: null,
          standing: 'unmoderated',
          description: { url: '/oauth/description' },
        }}
        account={{
          name: 'ООО «Торговый дом Северо-Западные перевозки»',
          domain: 'north-western-transportation.example.com',
        }}
        codeHost="127.0.0.1:8400"
        returnHost="a-rather-long-host-name.integrations.department.acme-mail.example:8443"
        loopback
        scopes={scopes}
      />
    ),
  },
  {
    name: 'consent-bare',
    viewer,
    node: (
      <ConsentPage
        {...consent}
        app={{ ...consent.app, texts: [], description: null, logoUrl: null, standing: 'private' }}
        scopes={[]}
        access="own"
      />
    ),
  },
  { name: 'consent-external', viewer, node: <ExternalConsentPage {...external} /> },
  {
    name: 'consent-external-everything',
    viewer,
    node: (
      <ExternalConsentPage
        {...external}
        name="Интеграция с очень длинным названием, которое придумали для двух строк"
        descriptionHtml="<h2>Что она делает</h2><ul><li>Собирает письма</li><li>Отвечает из карточки сделки</li></ul><p>Сайт: <a href='https://tern-mail.example'>tern-mail.example</a></p>"
        account={{
          name: 'ООО «Торговый дом Северо-Западные перевозки»',
          domain: 'north-western-transportation.example.com',
        }}
        keysHost="127.0.0.1:8400"
        returnHost="a-rather-long-host-name.integrations.department.tern-mail.example:8443"
        hostsDiffer
        loopback
        scopes={['crm']}
        changeAccount={null}
      />
    ),
  },
  { name: 'handover', viewer, node: <HandoverPage {...handover} /> },
  { name: 'handover-answered', viewer, node: <HandoverPage {...handover} status={500} failure="status" /> },
  { name: 'handover-hung', viewer, node: <HandoverPage {...handover} failure="timeout" /> },
  {
    name: 'handover-down',
    viewer,
    node: (
      <HandoverPage
        {...handover}
        name="Интеграция с очень длинным названием, которое придумали для двух строк"
        keysHost="a-rather-long-host-name.integrations.department.tern-mail.example:8443"
        failure="connect"
      />
    ),
  },
  {
    name: 'handover-given-up',
    viewer,
    node: <HandoverPage {...handover} state="given_up" status={404} failure="status" />,
  },
  { name: 'handover-finished', viewer, node: <HandoverPage {...handover} state="finished" /> },
  { name: 'handover-stopped', viewer, node: <HandoverPage {...handover} state="stopped" /> },
  { name: 'choose', viewer, node: <ChooseAccountPage {...choose} /> },
  { name: 'choose-nothing-not-admin', viewer, node: closed('not_admin') },
  { name: 'choose-nothing-private', viewer, node: closed('private') },
  { name: 'choose-nothing-unmoderated', viewer, node: closed('unmoderated') },
  { name: 'choose-nothing-deactivated', viewer, node: closed('deactivated') },
  {
    name: 'choose-nothing-no-accounts',
    viewer,
    node: <ChooseAccountPage {...choose} choosable={[]} unavailable={[]} selectedId={null} />,
  },
  {
    name: 'returning',
    viewer,
    node: (
      <ReturningPage
        outcome="allowed"
        message={{ url: location }}
        targetOrigin="https://acme-mail.example"
        location={location}
        host="connect.acme-mail.example"
      />
    ),
  },
  {
    name: 'returning-denied',
    viewer,
    node: (
      <ReturningPage
        outcome="denied"
        message={null}
        targetOrigin={null}
        location={location}
        host="connect.acme-mail.example"
      />
    ),
  },
  {
    name: 'elsewhere',
    viewer: null,
    node: <OtherSitePage location={location} host="connect.acme-mail.example" />,
  },
  ...failures.map((kind): Sample => ({
    name: `failed-${kind}`,
    viewer: kind === 'unknown_client' ? null : viewer,
    node: (
      <FailedPage
        kind={kind}
        onward={onwards[kind] ?? null}
        parameter={kind === 'conflicting_parameters' ? 'redirect_uri' : null}
        retryAt={kind === 'too_many' ? now + 3 * minute : null}
        requestId={kind === 'server_fault' || kind === 'unavailable' ? '01JD9ZK3T0Q6' : null}
      />
    ),
  })),
  {
    name: 'description',
    viewer,
    node: <DescriptionPage name="Acme Mail" logoUrl={logo} owner="Acme Software" html={description.html} />,
  },
];

/**
 * The heaviest consent page that the platform’s limits allow: the longest description on the page itself, and sealed
 * requests of 700 characters.
 */
export const heavyConsent: Sample = {
  name: 'consent-heavy',
  viewer: { ...viewer, signOut: heavy('/sign-out') },
  node: (
    <ConsentPage
      {...consent}
      app={{ ...consent.app, description: { html: 'ж'.repeat(inlineDescriptionLimit) } }}
      unreviewed={everyChange}
      scopes={scopes}
      loopback
      allow={heavy('/oauth/allow')}
      deny={heavy('/oauth/deny')}
      changeAccount={heavy('/oauth/choose')}
    />
  ),
};

function heavy(action: string): FormTarget {
  return { action, hidden: { sealed: 's'.repeat(700), once: 'o'.repeat(64) } };
}

/** A returning page with addresses that no server sends: the page's script itself has to refuse them. */
export const hostileReturn: Sample = {
  name: 'returning-hostile',
  viewer: null,
  node: (
    <ReturningPage
      outcome="denied"
      message={{ url: location }}
      targetOrigin="javascript:alert(1)"
      location="javascript:document.title='hostile'"
      host="connect.acme-mail.example"
    />
  ),
};
