import type { World } from '../environment/open.ts';
import { accountHost } from '../http/site.ts';
import { accountNamed, userWithEmail } from './accounts.ts';
import { fieldsBody } from '../registry/integration-body.ts';
import { CommandRefused } from './program.ts';
import { readClientId } from './integrations.ts';

/** Page of a list that the command line prints, ordered by ids or names that do not change. */
export interface PageOptions {
  readonly limit?: string;
  readonly after?: string;
}

const LIMIT_MAX = 1000;

/** Lists accounts, ordered by id. */
export async function listAccounts(world: World, paged: PageOptions) {
  const rows = await world.db
    .selectFrom('accounts as a')
    .innerJoin('subdomains as s', (join) => join.onRef('s.account_id', '=', 'a.id').on('s.current', '=', true))
    .select(['a.id', 's.subdomain', 'a.name'])
    .where('a.id', '>', afterNumber(paged))
    .orderBy('a.id')
    .limit(limitOf(paged) + 1)
    .execute();
  return page(rows, paged, {
    name: 'accounts',
    keyOf: ({ id }) => id,
    show: (row) => ({
      ...row,
      domain: accountHost(row.subdomain, world.config),
    }),
  });
}

/** Shows an account, with counts of its members, integrations and installations. */
export async function showAccount(world: World, { account }: { readonly account: string }) {
  const { accountId, subdomain, name, createdAt } = await accountNamed(world, account);
  const count = async (table: 'memberships' | 'integrations' | 'installations') => {
    const row = await world.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('account_id', '=', accountId)
      .$if(table === 'integrations', (query) => query.where('deleted_at' as never, 'is', null as never))
      .executeTakeFirstOrThrow();
    return Number(row.count);
  };
  const [members, integrations, installations] = [
    await count('memberships'),
    await count('integrations'),
    await count('installations'),
  ];
  const domain = accountHost(subdomain, world.config);
  return {
    id: accountId,
    subdomain,
    name,
    domain,
    created_at: seconds(createdAt),
    members,
    integrations,
    installations,
  };
}

/** Lists users, ordered by id. */
export async function listUsers(world: World, paged: PageOptions) {
  const rows = await world.db
    .selectFrom('users')
    .select(['id', 'email', 'name', 'language'])
    .where('id', '>', afterNumber(paged))
    .orderBy('id')
    .limit(limitOf(paged) + 1)
    .execute();
  return page(rows, paged, { name: 'users', keyOf: ({ id }) => id, show: (row) => row });
}

/** Shows a user, with their accounts. */
export async function showUser(world: World, { email }: { readonly email: string }) {
  const { userId, email: address, name, language } = await userWithEmail(world, email);
  const places = await world.store.accounts.memberships(userId);
  const staff = await world.db.selectFrom('staff').select('role').where('user_id', '=', userId).executeTakeFirst();
  const accounts = places.map(({ subdomain, role, state }) => ({ subdomain, role, state }));
  return { id: userId, email: address, name, language, staff: staff?.role ?? null, accounts };
}

/** Lists the members of an account, ordered by user id. */
export async function listMembers(world: World, options: PageOptions & { readonly account: string }) {
  const { accountId } = await accountNamed(world, options.account);
  const rows = await world.db
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.email', 'u.name', 'm.role', 'm.state'])
    .where('m.account_id', '=', accountId)
    .where('u.id', '>', afterNumber(options))
    .orderBy('u.id')
    .limit(limitOf(options) + 1)
    .execute();
  return page(rows, options, { name: 'members', keyOf: ({ id }) => id, show: (row) => row });
}

/** Lists the moderators and operators of the platform. */
export async function listStaff(world: World, paged: PageOptions) {
  const rows = await world.db
    .selectFrom('staff as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select(['u.id', 'u.email', 'u.name', 's.role'])
    .where('u.id', '>', afterNumber(paged))
    .orderBy('u.id')
    .limit(limitOf(paged) + 1)
    .execute();
  return page(rows, paged, { name: 'staff', keyOf: ({ id }) => id, show: (row) => row });
}

/** Lists the integrations of one account or of all, ordered by id. */
export async function listIntegrations(world: World, options: PageOptions & { readonly account?: string }) {
  const account = options.account === undefined ? undefined : await accountNamed(world, options.account);
  let query = world.db
    .selectFrom('integrations as i')
    .innerJoin('subdomains as s', (join) => join.onRef('s.account_id', '=', 'i.account_id').on('s.current', '=', true))
    .select(['i.id as client_id', 's.subdomain as account', 'i.name', 'i.kind', 'i.state', 'i.published_at'])
    .where('i.deleted_at', 'is', null)
    .orderBy('i.id')
    .limit(limitOf(options) + 1);
  if (account !== undefined) query = query.where('i.account_id', '=', account.accountId);
  if (options.after !== undefined) query = query.where('i.id', '>', readClientId(options.after));
  const rows = await query.execute();
  return page(rows, options, {
    name: 'integrations',
    keyOf: ({ client_id }) => client_id,
    show: ({ published_at, ...row }) => ({
      ...row,
      published: published_at !== null,
    }),
  });
}

/** Shows an integration, without its client secret. */
export async function showIntegration(world: World, { clientId }: { readonly clientId: string }) {
  const integration = await world.store.registry.integrationAnywhere(readClientId(clientId));
  if (integration === undefined)
    throw new CommandRefused(`There is no integration ${clientId}. List them with: pristan integration list`, {
      error: 'unknown',
      field: 'client_id',
    });
  const account = await world.store.accounts.account(integration.accountId);
  const { fields, kind, published, state, version } = integration;
  // A description is a page of HTML; the console shows it.
  const { description: _, ...shown } = fieldsBody(fields);
  return {
    client_id: integration.integrationId,
    account: account?.subdomain ?? null,
    kind,
    published,
    state,
    version,
    ...shown,
  };
}

/** Lists the installations of an account, or of an integration. */
export async function listInstallations(
  world: World,
  options: PageOptions & { readonly account?: string; readonly clientId?: string },
) {
  if (options.account === undefined && options.clientId === undefined)
    throw new CommandRefused('Give --account, --client-id, or both.', { error: 'required', field: 'account' });
  const account = options.account === undefined ? undefined : await accountNamed(world, options.account);
  let query = world.db
    .selectFrom('installations as n')
    .innerJoin('integrations as i', 'i.id', 'n.integration_id')
    .innerJoin('subdomains as s', (join) => join.onRef('s.account_id', '=', 'n.account_id').on('s.current', '=', true))
    .select(['i.id as client_id', 'i.name', 'n.account_id', 's.subdomain as account', 'n.state', 'n.enabled_at'])
    .orderBy('n.account_id')
    .orderBy('i.id')
    .limit(limitOf(options) + 1);
  if (account !== undefined) query = query.where('n.account_id', '=', account.accountId);
  if (options.clientId !== undefined) query = query.where('i.id', '=', readClientId(options.clientId));
  if (options.after !== undefined) {
    const [, afterAccount = '', afterClient = ''] = /^(\d{1,15}):(.*)$/.exec(options.after) ?? [];
    const [accountId, clientId] = [afterNumber({ after: afterAccount }), readClientId(afterClient)];
    query = query.where((eb) =>
      eb.or([
        eb('n.account_id', '>', accountId),
        eb.and([eb('n.account_id', '=', accountId), eb('i.id', '>', clientId)]),
      ]),
    );
  }
  const rows = await query.execute();
  return page(rows, options, {
    name: 'installations',
    keyOf: (row) => `${row.account_id}:${row.client_id}`,
    show: ({ client_id, name, account, state, enabled_at }) => ({
      client_id,
      name,
      account,
      state,
      enabled_at: seconds(enabled_at),
    }),
  });
}

function page<Row, Shown>(
  rows: readonly Row[],
  paged: PageOptions,
  {
    name,
    keyOf,
    show,
  }: {
    readonly name: string;
    readonly keyOf: (row: Row) => number | string;
    readonly show: (row: Row) => Shown;
  },
): Readonly<Record<string, unknown>> {
  const limit = limitOf(paged);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    [name]: shown.map(show),
    next_after: rows.length > limit && last !== undefined ? String(keyOf(last)) : null,
  };
}

function limitOf({ limit = '100' }: PageOptions): number {
  const value = Number(limit);
  if (!Number.isInteger(value) || value < 1 || value > LIMIT_MAX)
    throw new CommandRefused(`--limit must be 1 to ${LIMIT_MAX}.`, { error: 'out_of_range', field: 'limit' });
  return value;
}

function afterNumber({ after = '0' }: PageOptions): number {
  if (!/^\d{1,15}$/.test(after))
    throw new CommandRefused('--after must be the next_after of the previous page.', {
      error: 'malformed',
      field: 'after',
    });
  return Number(after);
}

function seconds(at: number): number {
  return Math.floor(at / 1000);
}
