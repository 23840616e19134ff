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
import { ask } from './api/queries.ts';
import { codeLanguages, type CodeLanguage } from './pages/registry/guide/languages.ts';
import { Shell } from './shell.tsx';
import { FailedPage, MissingPage } from './ui/failed-page.tsx';

interface Context {
  readonly client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Shell,
  loader: async ({ context: { client } }) => {
    await Promise.all([client.ensureQueryData(ask.me()), client.ensureQueryData(ask.accounts())]);
  },
});

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  loader: async ({ context: { client } }) => {
    const { accounts } = await client.ensureQueryData(ask.accounts());
    const first = accounts.find(({ state }) => state === 'active');
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

const account = createRoute({ getParentRoute: () => root, path: '/accounts/$accountId' });

const installed = createRoute({
  getParentRoute: () => account,
  path: '/installed',
  validateSearch: nameSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { client }, params, deps }) =>
    client.ensureInfiniteQueryData(ask.installations(params.accountId, deps)),
  component: lazyRouteComponent(() => import('./pages/install/installed-page.tsx'), 'InstalledPage'),
});

const installation = createRoute({
  getParentRoute: () => account,
  path: '/installed/$clientId',
  loader: async ({ context: { client }, params: { accountId, clientId } }) => {
    await Promise.all([
      client.ensureQueryData(ask.installation(accountId, clientId)),
      client.ensureInfiniteQueryData(ask.grants(accountId, clientId)),
      client.ensureInfiniteQueryData(ask.refused(accountId, clientId)),
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
    await Promise.all([
      client.ensureInfiniteQueryData(ask.members(accountId, deps)),
      client.ensureQueryData(ask.invitations(accountId)),
    ]);
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
      client.ensureQueryData(ask.activity(accountId, activityQuery(deps))),
      client.ensureQueryData(askChosen(accountId, deps)),
      client.ensureQueryData(ask.someMembers(accountId, '')),
      client.ensureQueryData(ask.someInstallations(accountId, '')),
      client.ensureQueryData(ask.someIntegrations(accountId, '')),
    ]);
  },
  component: lazyRouteComponent(() => import('./pages/accounts/activity-page.tsx'), 'ActivityPage'),
});

const integrations = createRoute({
  getParentRoute: () => account,
  path: '/integrations',
  validateSearch: nameSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { client }, params, deps }) =>
    client.ensureInfiniteQueryData(ask.integrations(params.accountId, deps)),
  component: lazyRouteComponent(() => import('./pages/registry/integrations-page.tsx'), 'IntegrationsPage'),
});

const personalTokens = createRoute({
  getParentRoute: () => account,
  path: '/access-tokens',
  loader: async ({ context: { client }, params: { accountId } }) => {
    await Promise.all([
      client.ensureInfiniteQueryData(ask.personalTokens(accountId)),
      client.ensureQueryData(ask.someIntegrations(accountId, '')),
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
  loader: ({ context: { client }, params }) =>
    client.ensureQueryData(ask.integration(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/registry/integration-frame.tsx'), 'IntegrationFrame'),
});

const settings = createRoute({
  getParentRoute: () => integration,
  path: '/',
  loader: ({ context: { client }, params }) => client.ensureQueryData(ask.reach(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/registry/settings-page.tsx'), 'SettingsPage'),
});

const guide = createRoute({
  getParentRoute: () => integration,
  path: '/guide',
  validateSearch: ({ lang }): { lang?: CodeLanguage } => {
    const known = codeLanguages.find((one) => one === lang);
    return known === undefined ? {} : { lang: known };
  },
  loader: ({ context: { client }, params }) =>
    client.ensureQueryData(ask.firstToken(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/registry/guide/guide-page.tsx'), 'GuidePage'),
});

const texts = createRoute({
  getParentRoute: () => integration,
  path: '/texts',
  loader: ({ context: { client }, params }) => client.ensureQueryData(ask.texts(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/registry/texts-page.tsx'), 'TextsPage'),
});

const keys = createRoute({
  getParentRoute: () => integration,
  path: '/keys',
  loader: ({ context: { client }, params }) => client.ensureQueryData(ask.secrets(params.accountId, params.clientId)),
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
  loader: ({ context: { client }, params }) => client.ensureQueryData(ask.widgets(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/registry/widget-page.tsx'), 'WidgetPage'),
});

const tokens = createRoute({
  getParentRoute: () => integration,
  path: '/tokens',
  loader: ({ context: { client }, params }) =>
    client.ensureInfiniteQueryData(ask.tokens(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/token/tokens-page.tsx'), 'TokensPage'),
});

const deliveries = createRoute({
  getParentRoute: () => integration,
  path: '/deliveries',
  validateSearch: deliveriesSearch,
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { client }, params: { accountId, clientId }, deps }) => {
    await Promise.all([
      client.ensureQueryData(ask.deliveries(accountId, clientId, deliveriesQuery(deps))),
      client.ensureQueryData(ask.testable(accountId, clientId)),
    ]);
  },
  component: lazyRouteComponent(() => import('./pages/hooks/deliveries-page.tsx'), 'DeliveriesPage'),
});

const delivery = createRoute({
  getParentRoute: () => integration,
  path: '/deliveries/$deliveryId',
  loader: ({ context: { client }, params }) =>
    client.ensureQueryData(ask.delivery(params.accountId, params.clientId, params.deliveryId)),
  component: lazyRouteComponent(() => import('./pages/hooks/delivery-page.tsx'), 'DeliveryPage'),
});

const tree = root.addChildren([
  index,
  account.addChildren([
    installed,
    installation,
    people,
    activity,
    integrations,
    personalTokens,
    newIntegration,
    integration.addChildren([guide, settings, texts, keys, button, widget, tokens, deliveries, delivery]),
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
