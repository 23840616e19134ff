import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { activityQuery, activitySearch } from './api/activity-search.ts';
import { deliveriesQuery, deliveriesSearch } from './api/deliveries-search.ts';
import { askChosen } from './api/chosen.ts';
import { nameSearch } from './api/name-search.ts';
import { texts } from './api/search.ts';
import { ask } from './api/queries.ts';
import { AccountGate } from './pages/accounts/account-gate.tsx';
import { doneSearch } from './pages/install/done-search.ts';
import { codeLanguages, type CodeLanguage } from './pages/registry/guide/languages.ts';
import { Shell } from './shell.tsx';
import { FailedPage, MissingPage } from './ui/failed-page.tsx';

interface Context {
  readonly client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Shell,
  loader: async ({ context: { client } }) => {
    await Promise.all([client.query(ask.me()), client.query(ask.accounts())]);
  },
});

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  loader: async ({ context: { client } }) => {
    const { accounts } = await client.query(ask.accounts());
    const active = accounts.filter(({ state }) => state === 'active');
    const first = active.find(({ role }) => role === 'admin') ?? active[0];
    if (first !== undefined)
      redirect({
        to: '/accounts/$accountId/installed',
        params: { accountId: String(first.id) },
        replace: true,
        throw: true,
      });
  },
  component: lazyRouteComponent(() => import('./pages/accounts/no-account-page.tsx'), 'NoAccountPage'),
});

const notices = createRoute({
  getParentRoute: () => root,
  path: '/notices',
  loader: ({ context: { client } }) => client.query(ask.notices()),
  component: lazyRouteComponent(() => import('./pages/accounts/notices-page.tsx'), 'NoticesPage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/accounts/$accountId',
  // Part of the first screen whichever page that is, so no chunk of its own.
  component: AccountGate,
});

const installed = createRoute({
  getParentRoute: () => account,
  path: '/installed',
  validateSearch: nameSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { client }, params, deps }) => client.infiniteQuery(ask.installations(params.accountId, deps)),
  component: lazyRouteComponent(() => import('./pages/install/installed-page.tsx'), 'InstalledPage'),
});

const installation = createRoute({
  getParentRoute: () => account,
  path: '/installed/$clientId',
  validateSearch: doneSearch,
  loader: async ({ context: { client }, params: { accountId, clientId } }) => {
    await Promise.all([
      client.query(ask.installation(accountId, clientId)),
      client.infiniteQuery(ask.grants(accountId, clientId)),
      client.infiniteQuery(ask.refused(accountId, clientId)),
    ]);
  },
  component: lazyRouteComponent(() => import('./pages/install/installation-page.tsx'), 'InstallationPage'),
});

const people = createRoute({
  getParentRoute: () => account,
  path: '/people',
  validateSearch: nameSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { client }, params: { accountId }, deps }) => {
    await Promise.all([client.infiniteQuery(ask.members(accountId, deps)), client.query(ask.invitations(accountId))]);
  },
  component: lazyRouteComponent(() => import('./pages/accounts/people-page.tsx'), 'PeoplePage'),
});

const activity = createRoute({
  getParentRoute: () => account,
  path: '/activity',
  validateSearch: activitySearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { client }, params: { accountId }, deps }) => {
    await Promise.all([
      client.query(ask.activity(accountId, activityQuery(deps))),
      client.query(askChosen(accountId, deps)),
      client.query(ask.someMembers(accountId, '')),
      client.query(ask.someInstallations(accountId, '')),
      client.query(ask.someIntegrations(accountId, '')),
    ]);
  },
  component: lazyRouteComponent(() => import('./pages/accounts/activity-page.tsx'), 'ActivityPage'),
});

const integrations = createRoute({
  getParentRoute: () => account,
  path: '/integrations',
  validateSearch: nameSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { client }, params, deps }) => client.infiniteQuery(ask.integrations(params.accountId, deps)),
  component: lazyRouteComponent(() => import('./pages/registry/integrations-page.tsx'), 'IntegrationsPage'),
});

const personalTokens = createRoute({
  getParentRoute: () => account,
  path: '/access-tokens',
  loader: async ({ context: { client }, params: { accountId } }) => {
    await Promise.all([
      client.infiniteQuery(ask.personalTokens(accountId)),
      client.query(ask.someIntegrations(accountId, '')),
    ]);
  },
  component: lazyRouteComponent(() => import('./pages/token/personal-page.tsx'), 'PersonalTokensPage'),
});

const newIntegration = createRoute({
  getParentRoute: () => account,
  path: '/integrations/new',
  component: lazyRouteComponent(() => import('./pages/registry/new-integration-page.tsx'), 'NewIntegrationPage'),
});

const integration = createRoute({
  getParentRoute: () => account,
  path: '/integrations/$clientId',
  loader: ({ context: { client }, params }) => client.query(ask.integration(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/registry/integration-frame.tsx'), 'IntegrationFrame'),
});

const settings = createRoute({
  getParentRoute: () => integration,
  path: '/',
  loader: async ({ context: { client }, params: { accountId, clientId } }) => {
    await Promise.all([client.query(ask.reach(accountId, clientId)), client.query(ask.adoption(accountId, clientId))]);
  },
  component: lazyRouteComponent(() => import('./pages/registry/settings-page.tsx'), 'SettingsPage'),
});

const guide = createRoute({
  getParentRoute: () => integration,
  path: '/guide',
  validateSearch: ({ lang }): { lang?: CodeLanguage } => {
    const known = codeLanguages.find((one) => one === lang);
    return known === undefined ? {} : { lang: known };
  },
  loader: ({ context: { client }, params }) => client.query(ask.firstToken(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/registry/guide/guide-page.tsx'), 'GuidePage'),
});

const textsPage = createRoute({
  getParentRoute: () => integration,
  path: '/texts',
  validateSearch: (search) => texts(search, { language: /^[a-z]{2}$/ }),
  loader: ({ context: { client }, params }) => client.query(ask.texts(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/registry/texts-page.tsx'), 'TextsPage'),
});

const keys = createRoute({
  getParentRoute: () => integration,
  path: '/keys',
  loader: async ({ context: { client }, params: { accountId, clientId } }) => {
    await Promise.all([client.query(ask.secrets(accountId, clientId)), client.query(ask.reach(accountId, clientId))]);
  },
  component: lazyRouteComponent(() => import('./pages/registry/keys-page.tsx'), 'KeysPage'),
});

const button = createRoute({
  getParentRoute: () => integration,
  path: '/button',
  component: lazyRouteComponent(() => import('./pages/registry/button-page.tsx'), 'ButtonPage'),
});

const widget = createRoute({
  getParentRoute: () => integration,
  path: '/widget',
  loader: ({ context: { client }, params }) => client.query(ask.widgets(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/registry/widget-page.tsx'), 'WidgetPage'),
});

const tokens = createRoute({
  getParentRoute: () => integration,
  path: '/tokens',
  loader: ({ context: { client }, params }) => client.infiniteQuery(ask.tokens(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/token/tokens-page.tsx'), 'TokensPage'),
});

const deliveries = createRoute({
  getParentRoute: () => integration,
  path: '/deliveries',
  validateSearch: deliveriesSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { client }, params: { accountId, clientId }, deps }) => {
    await Promise.all([
      client.query(ask.deliveries(accountId, clientId, deliveriesQuery(deps))),
      client.query(ask.testable(accountId, clientId)),
    ]);
  },
  component: lazyRouteComponent(() => import('./pages/hooks/deliveries-page.tsx'), 'DeliveriesPage'),
});

const delivery = createRoute({
  getParentRoute: () => integration,
  path: '/deliveries/$deliveryId',
  loader: ({ context: { client }, params }) =>
    client.query(ask.delivery(params.accountId, params.clientId, params.deliveryId)),
  component: lazyRouteComponent(() => import('./pages/hooks/delivery-page.tsx'), 'DeliveryPage'),
});

const tree = root.addChildren([
  index,
  notices,
  account.addChildren([
    installed,
    installation,
    people,
    activity,
    integrations,
    personalTokens,
    newIntegration,
    integration.addChildren([guide, settings, textsPage, keys, button, widget, tokens, deliveries, delivery]),
  ]),
]);

/** The map of the console. A page's loader has asked what the page reads, so that nothing flickers. */
export function createConsoleRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: '/console',
    context: { client },
    defaultPreload: 'intent',
    // The query client alone says how old an answer may be.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 300,
    // Another thing is another page, even where it looks alike: nothing that was shown of one stands under the other's name.
    defaultRemountDeps: ({ params }) => params,
    scrollRestoration: true,
    defaultErrorComponent: ({ error }: ErrorComponentProps) => (
      <FailedPage error={error instanceof Error ? error : new Error('not an error')} />
    ),
    defaultNotFoundComponent: MissingPage,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
