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
import { readChosenFilters } from './api/chosen-filters.ts';
import { openApiQuery, problemTextsQuery } from './api/open-api.ts';
import { nameSearch } from './api/name-search.ts';
import { texts } from './api/search.ts';
import { queries } from './api/queries.ts';
import { RequireAdmin } from './pages/accounts/require-admin.tsx';
import { doneSearch } from './pages/install/done-search.ts';
import { codeLanguages, type CodeLanguage } from './pages/registry/guide/languages.ts';
import { firstPages, apiDocsPath } from './paths.ts';
import { Shell } from './shell.tsx';
import { documentLanguage } from './texts.ts';
import { FailedPage, MissingPage } from './ui/failed-page.tsx';

interface Context {
  readonly client: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Shell,
  loader: async ({ context: { client }, location: { pathname } }) => {
    if (pathname === apiDocsPath) return;
    await Promise.all([client.query(queries.me()), client.query(queries.accounts())]);
  },
});

const apiDocs = createRoute({
  getParentRoute: () => root,
  path: '/api-docs',
  loader: ({ context: { client } }) =>
    Promise.all([client.query(openApiQuery()), client.query(problemTextsQuery(documentLanguage()))]),
  component: lazyRouteComponent(() => import('./pages/access/api-docs-page.tsx'), 'ApiDocsPage'),
});

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  loader: async ({ context: { client } }) => {
    const { accounts } = await client.query(queries.accounts());
    const active = accounts.filter(({ state }) => state === 'active');
    const first = active.find(({ role }) => role === 'admin') ?? active[0];
    if (first !== undefined)
      redirect({
        to: firstPages[first.role],
        params: { accountId: String(first.id) },
        replace: true,
        throw: true,
      });
  },
  component: lazyRouteComponent(() => import('./pages/accounts/no-account-page.tsx'), 'NoAccountPage'),
});

const accounts = createRoute({
  getParentRoute: () => root,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./pages/accounts/accounts-page.tsx'), 'AccountsPage'),
});

const sessions = createRoute({
  getParentRoute: () => root,
  path: '/sessions',
  loader: ({ context: { client } }) => client.query(queries.sessions()),
  component: lazyRouteComponent(() => import('./pages/accounts/sessions-page.tsx'), 'SessionsPage'),
});

const notices = createRoute({
  getParentRoute: () => root,
  path: '/notices',
  loader: ({ context: { client } }) => client.query(queries.notices()),
  component: lazyRouteComponent(() => import('./pages/accounts/notices-page.tsx'), 'NoticesPage'),
});

const me = createRoute({
  getParentRoute: () => root,
  path: '/me',
  loader: ({ context: { client } }) => client.query(queries.noticeChoices()),
  component: lazyRouteComponent(() => import('./pages/accounts/me-page.tsx'), 'MePage'),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/accounts/$accountId',
  // Not loaded lazily, since this frame is part of every first screen.
  component: RequireAdmin,
});

/** The URL of an account without a page redirects to the first page that the member may see. */
const accountIndex = createRoute({
  getParentRoute: () => account,
  path: '/',
  loader: async ({ context: { client }, params: { accountId } }) => {
    const { accounts: all } = await client.query(queries.accounts());
    const own = all.find(({ id, state }) => String(id) === accountId && state === 'active');
    if (own !== undefined) redirect({ to: firstPages[own.role], params: { accountId }, replace: true, throw: true });
  },
});

const myAccess = createRoute({
  getParentRoute: () => account,
  path: '/my-access',
  validateSearch: doneSearch,
  loader: async ({ context: { client }, params: { accountId } }) => {
    await Promise.all([true, false].map((given) => client.infiniteQuery(queries.ownAccess(accountId, given))));
  },
  component: lazyRouteComponent(() => import('./pages/install/my-access-page.tsx'), 'MyAccessPage'),
});

const installed = createRoute({
  getParentRoute: () => account,
  path: '/installed',
  validateSearch: (search) => ({ ...nameSearch(search), ...doneSearch(search) }),
  loaderDeps: ({ search }) => nameSearch({ ...search }),
  loader: async ({ context: { client }, params: { accountId }, deps }) => {
    await Promise.all([
      client.infiniteQuery(queries.installations(accountId, deps)),
      client.query(queries.askedAdoptions(accountId)),
    ]);
  },
  component: lazyRouteComponent(() => import('./pages/install/installed-page.tsx'), 'InstalledPage'),
});

const installation = createRoute({
  getParentRoute: () => account,
  path: '/installed/$clientId',
  validateSearch: doneSearch,
  loader: async ({ context: { client }, params: { accountId, clientId } }) => {
    await Promise.all([
      client.query(queries.installation(accountId, clientId)),
      client.infiniteQuery(queries.grants(accountId, clientId)),
      client.infiniteQuery(queries.refused(accountId, clientId)),
    ]);
  },
  component: lazyRouteComponent(() => import('./pages/install/installation-page.tsx'), 'InstallationPage'),
});

const people = createRoute({
  getParentRoute: () => account,
  path: '/people',
  validateSearch: nameSearch,
  loaderDeps: ({ search }) => nameSearch({ ...search }),
  loader: async ({ context: { client }, params: { accountId }, deps }) => {
    await Promise.all([
      client.infiniteQuery(queries.members(accountId, deps)),
      client.query(queries.invitations(accountId)),
    ]);
  },
  component: lazyRouteComponent(() => import('./pages/accounts/members-page.tsx'), 'MembersPage'),
});

const activity = createRoute({
  getParentRoute: () => account,
  path: '/activity',
  validateSearch: activitySearch,
  loaderDeps: ({ search }) => activitySearch({ ...search }),
  loader: async ({ context: { client }, params: { accountId }, deps }) => {
    await Promise.all([
      client.query(queries.activity(accountId, activityQuery(deps))),
      client.query(readChosenFilters(accountId, deps)),
      client.query(queries.someMembers(accountId, '')),
      client.query(queries.someInstallations(accountId, '')),
      client.query(queries.someIntegrations(accountId, '')),
    ]);
  },
  component: lazyRouteComponent(() => import('./pages/accounts/activity-page.tsx'), 'ActivityPage'),
});

const integrations = createRoute({
  getParentRoute: () => account,
  path: '/integrations',
  validateSearch: nameSearch,
  loaderDeps: ({ search }) => nameSearch({ ...search }),
  loader: ({ context: { client }, params, deps }) => client.infiniteQuery(queries.integrations(params.accountId, deps)),
  component: lazyRouteComponent(() => import('./pages/registry/integrations-page.tsx'), 'IntegrationsPage'),
});

const personalTokens = createRoute({
  getParentRoute: () => account,
  path: '/access-tokens',
  loader: async ({ context: { client }, params: { accountId } }) => {
    await Promise.all([
      client.infiniteQuery(queries.personalTokens(accountId)),
      client.query(queries.someIntegrations(accountId, '')),
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
  loader: ({ context: { client }, params }) => client.query(queries.integration(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/registry/integration-frame.tsx'), 'IntegrationFrame'),
});

const settings = createRoute({
  getParentRoute: () => integration,
  path: '/',
  loader: async ({ context: { client }, params: { accountId, clientId } }) => {
    await Promise.all([
      client.query(queries.reach(accountId, clientId)),
      client.query(queries.adoption(accountId, clientId)),
    ]);
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
  loader: ({ context: { client }, params }) => client.query(queries.firstToken(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/registry/guide/guide-page.tsx'), 'GuidePage'),
});

const textsPage = createRoute({
  getParentRoute: () => integration,
  path: '/texts',
  validateSearch: (search) => texts(search, { language: /^[a-z]{2}$/ }),
  loader: ({ context: { client }, params }) => client.query(queries.texts(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/registry/texts-page.tsx'), 'TextsPage'),
});

const keys = createRoute({
  getParentRoute: () => integration,
  path: '/keys',
  loader: async ({ context: { client }, params: { accountId, clientId } }) => {
    await Promise.all([
      client.query(queries.secrets(accountId, clientId)),
      client.query(queries.reach(accountId, clientId)),
    ]);
  },
  component: lazyRouteComponent(() => import('./pages/registry/keys-page.tsx'), 'KeysPage'),
});

const customers = createRoute({
  getParentRoute: () => integration,
  path: '/accounts',
  loader: async ({ context: { client }, params: { accountId, clientId } }) => {
    await Promise.all([
      client.infiniteQuery(queries.customers(accountId, clientId)),
      client.query(queries.reach(accountId, clientId)),
    ]);
  },
  component: lazyRouteComponent(() => import('./pages/registry/customers-page.tsx'), 'CustomersPage'),
});

const button = createRoute({
  getParentRoute: () => integration,
  path: '/button',
  component: lazyRouteComponent(() => import('./pages/registry/button-page.tsx'), 'ButtonPage'),
});

const widget = createRoute({
  getParentRoute: () => integration,
  path: '/widget',
  loader: ({ context: { client }, params }) => client.query(queries.widgets(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/registry/widget-page.tsx'), 'WidgetPage'),
});

const widgetVersion = createRoute({
  getParentRoute: () => integration,
  path: '/widget/$number',
  loader: ({ context: { client }, params }) =>
    client.query(queries.widget(params.accountId, params.clientId, params.number)),
  component: lazyRouteComponent(() => import('./pages/registry/widget-version-page.tsx'), 'WidgetVersionPage'),
});

const tokens = createRoute({
  getParentRoute: () => integration,
  path: '/tokens',
  loader: ({ context: { client }, params }) => client.infiniteQuery(queries.tokens(params.accountId, params.clientId)),
  component: lazyRouteComponent(() => import('./pages/token/tokens-page.tsx'), 'TokensPage'),
});

const deliveries = createRoute({
  getParentRoute: () => integration,
  path: '/deliveries',
  validateSearch: deliveriesSearch,
  loaderDeps: ({ search }) => deliveriesSearch({ ...search }),
  loader: async ({ context: { client }, params: { accountId, clientId }, deps }) => {
    await Promise.all([
      client.query(queries.deliveries(accountId, clientId, deliveriesQuery(deps))),
      client.query(queries.testable(accountId, clientId)),
    ]);
  },
  component: lazyRouteComponent(() => import('./pages/hooks/deliveries-page.tsx'), 'DeliveriesPage'),
});

const delivery = createRoute({
  getParentRoute: () => integration,
  path: '/deliveries/$deliveryId',
  loader: ({ context: { client }, params }) =>
    client.query(queries.delivery(params.accountId, params.clientId, params.deliveryId)),
  component: lazyRouteComponent(() => import('./pages/hooks/delivery-page.tsx'), 'DeliveryPage'),
});

const tree = root.addChildren([
  index,
  apiDocs,
  accounts,
  sessions,
  notices,
  me,
  account.addChildren([
    accountIndex,
    myAccess,
    installed,
    installation,
    people,
    activity,
    integrations,
    personalTokens,
    newIntegration,
    integration.addChildren([
      guide,
      settings,
      textsPage,
      keys,
      customers,
      button,
      widget,
      widgetVersion,
      tokens,
      deliveries,
      delivery,
    ]),
  ]),
]);

/** The routes of the console. Each route’s loader runs the queries of its page, so that nothing flickers. */
export function createConsoleRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    basepath: '/console',
    context: { client },
    defaultPreload: 'intent',
    // The query client alone decides how long a cached response stays fresh.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 300,
    // A page for another account, integration or token is mounted anew: no data of one may appear under the other's
    // name.
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
