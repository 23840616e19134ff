import type { ConsoleFixture } from './console-fixture.ts';

/** A page of the console that the gallery checks. */
export interface ConsolePage {
  readonly name: string;
  /** Route of the page, as the console's router names it. */
  readonly route: string;
  /** Path of the page below `/console`. */
  readonly path: string;
}

/** Lists every page of the console, with content and without. */
export function consolePages({
  berth,
  north,
  empty,
  clientId,
  privateClientId,
  newClientId,
  changedClientId,
  deliveryId,
}: ConsoleFixture): ConsolePage[] {
  const account = (id: number, section: string) => `/accounts/${id}/${section}`;
  const part = (client: string, name: string) => account(berth, `integrations/${client}${name}`);
  const own = '/accounts/$accountId/integrations';
  return [
    { name: 'installed', route: '/accounts/$accountId/installed', path: account(north, 'installed') },
    { name: 'installed-empty', route: '/accounts/$accountId/installed', path: account(empty, 'installed') },
    {
      name: 'installation',
      route: '/accounts/$accountId/installed/$clientId',
      path: account(north, `installed/${clientId}`),
    },
    {
      name: 'installation-done',
      route: '/accounts/$accountId/installed/$clientId',
      path: account(north, `installed/${clientId}?done=settings`),
    },
    { name: 'people', route: '/accounts/$accountId/people', path: account(north, 'people') },
    { name: 'activity', route: '/accounts/$accountId/activity', path: account(north, 'activity') },
    {
      name: 'activity-none',
      route: '/accounts/$accountId/activity',
      path: account(empty, 'activity?kind=grant_revoked'),
    },
    { name: 'integrations', route: own, path: account(berth, 'integrations') },
    { name: 'integrations-empty', route: own, path: account(empty, 'integrations') },
    { name: 'access-tokens', route: '/accounts/$accountId/access-tokens', path: account(berth, 'access-tokens') },
    { name: 'access-tokens-empty', route: '/accounts/$accountId/access-tokens', path: account(empty, 'access-tokens') },
    { name: 'integration-new', route: `${own}/new`, path: account(berth, 'integrations/new') },
    { name: 'settings', route: `${own}/$clientId/`, path: part(clientId, '') },
    { name: 'settings-unreviewed', route: `${own}/$clientId/`, path: part(changedClientId, '') },
    { name: 'guide', route: `${own}/$clientId/guide`, path: part(privateClientId, '/guide') },
    { name: 'guide-new', route: `${own}/$clientId/guide`, path: part(newClientId, '/guide?lang=php') },
    { name: 'texts', route: `${own}/$clientId/texts`, path: part(clientId, '/texts') },
    { name: 'keys', route: `${own}/$clientId/keys`, path: part(clientId, '/keys') },
    { name: 'customers', route: `${own}/$clientId/accounts`, path: part(clientId, '/accounts') },
    { name: 'customers-empty', route: `${own}/$clientId/accounts`, path: part(newClientId, '/accounts') },
    { name: 'button', route: `${own}/$clientId/button`, path: part(clientId, '/button') },
    { name: 'widget', route: `${own}/$clientId/widget`, path: part(clientId, '/widget') },
    { name: 'widget-empty', route: `${own}/$clientId/widget`, path: part(newClientId, '/widget') },
    { name: 'widget-version', route: `${own}/$clientId/widget/$number`, path: part(clientId, '/widget/1') },
    { name: 'tokens', route: `${own}/$clientId/tokens`, path: part(privateClientId, '/tokens') },
    { name: 'tokens-empty', route: `${own}/$clientId/tokens`, path: part(newClientId, '/tokens') },
    { name: 'deliveries', route: `${own}/$clientId/deliveries`, path: part(clientId, '/deliveries') },
    { name: 'deliveries-empty', route: `${own}/$clientId/deliveries`, path: part(newClientId, '/deliveries') },
    {
      name: 'delivery',
      route: `${own}/$clientId/deliveries/$deliveryId`,
      path: part(clientId, `/deliveries/${deliveryId}`),
    },
    { name: 'my-access', route: '/accounts/$accountId/my-access', path: account(north, 'my-access') },
    { name: 'my-access-empty', route: '/accounts/$accountId/my-access', path: account(empty, 'my-access') },
    { name: 'my-access-done', route: '/accounts/$accountId/my-access', path: account(north, 'my-access?done=revoked') },
    { name: 'people-unsent', route: '/accounts/$accountId/people', path: account(north, 'people?unsent') },
    { name: 'accounts', route: '/accounts', path: '/accounts' },
    { name: 'sessions', route: '/sessions', path: '/sessions' },
    { name: 'api-docs', route: '/api-docs', path: '/api-docs' },
    { name: 'me', route: '/me', path: '/me' },
    { name: 'notices', route: '/notices', path: '/notices' },
    { name: 'nothing-here', route: '/', path: account(39_999_999, 'installed') },
  ];
}
