import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { seedScale } from '../../apps/server/src/cli/scale.ts';
import { startServer } from '../../tests/harness/server-process.ts';
import type * as FixturesModule from '../fixtures.ts';
import type { Fixtures } from '../fixtures.ts';
import { cpuMicros, familyOf } from '../machine.ts';
import { consentJourneys } from './consent.ts';
import { hookSending } from './hooks.ts';
import type { Operation, Timed } from './operation.ts';
import { requests } from './requests.ts';
import type { Visitors } from './visitors.ts';
import { visitors } from './visitors.ts';

const VISITORS = 4_000;
const ADMINS = 16;
/** People on their way at the same time: with many, the rate is the server's; with few, the latency is. */
const PEOPLE = { many: 384, few: 24 } as const;
/** Requests a round: an account's rate limit lets few through in a row, people who take turns are not limited. */
const REQUESTS = { ofAccount: { warmUp: 250, round: 64 }, ofPeople: { warmUp: 1_000, round: 500 } } as const;
const CONNECTIONS = 16;

/** A built checkout with a server for pages and one for hooks, each on its own store. */
export interface Side {
  readonly operations: readonly Operation[];
  /** CPU time until now of the server that an operation uses, in microseconds. */
  used(server: Operation['server']): { readonly node: number; readonly postgres: number };
  stop(): Promise<void>;
}

/** A checkout, and the place of its stores. */
export interface SideOptions {
  readonly folder: string;
  readonly dataDir: string;
  readonly secretKeys: string;
  readonly core: number | undefined;
}

/** Starts the servers of a checkout and fills their stores with its own code. */
export async function openSide(options: SideOptions): Promise<Side> {
  const pages = await opened(options, 'pages', { NODE_ENV: 'production' });
  // Only development allows receivers without TLS.
  const hooks = await opened(options, 'hooks', {
    NODE_ENV: 'development',
    PRISTAN_HOOK_ALLOW: '127.0.0.0/8,::1',
  });
  const sending = await hookSending(hooks.fixtures);
  const { port, fixtures } = pages;
  const next = await visitors(fixtures, { accounts: [fixtures.accountId], role: 'member', count: VISITORS });
  const one: One = (name, path, { cookie, limited = false }) => ({
    name,
    server: 'pages',
    async run({ isWarmUp }) {
      const counts = REQUESTS[limited ? 'ofAccount' : 'ofPeople'];
      const count = isWarmUp ? counts.warmUp : counts.round;
      return requests(port, { path, count, connections: CONNECTIONS, ...(cookie === undefined ? {} : { cookie }) });
    },
  });
  const consent = (name: string, people: number): Operation => ({
    name,
    server: 'pages',
    run: async ({ seconds }) => consentJourneys({ port, fixtures, next }, { people, seconds }),
  });
  const servers = { pages, hooks };
  return {
    operations: [
      consent('consent journey', PEOPLE.few),
      consent('consent journey, peak', PEOPLE.many),
      ...pageOperations(fixtures, next, one),
      ...(await listOperations(fixtures, one)),
      { name: 'hook delivery', server: 'hooks', run: async (): Promise<Timed> => sending.send() },
    ],
    used: (name) => servers[name].used(),
    async stop() {
      sending.close();
      for (const { fixtures: opening, server } of [pages, hooks]) {
        await opening.world.close();
        await server.stop();
      }
    },
  };
}

async function opened({ folder, dataDir, secretKeys, core }: SideOptions, name: string, mode: Record<string, string>) {
  const variables = { ...mode, PRISTAN_DATA_DIR: join(dataDir, name), PRISTAN_SECRET_KEYS: secretKeys };
  const server = await startServer(variables, undefined, { folder, core });
  const own = pathToFileURL(join(folder, 'bench', 'dist', 'fixtures.js')).href;
  const { openFixtures } = (await import(own)) as typeof FixturesModule;
  const fixtures = await openFixtures(variables);
  const { rows } = await fixtures.world.pool.query<{ pid: string }>(
    `select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid`,
  );
  const postmaster = Number(rows[0]?.pid);
  return {
    server,
    fixtures,
    port: server.port,
    used: () => ({ node: cpuMicros([server.pid]), postgres: cpuMicros(familyOf(postmaster)) }),
  };
}

type One = (
  name: string,
  path: string,
  by: { readonly cookie?: () => string; readonly limited?: boolean },
) => Operation;

function pageOperations({ clientId }: Fixtures, next: Visitors, one: One): readonly Operation[] {
  const authorize = `/oauth?client_id=${clientId}&state=s`;
  return [
    one('consent page', authorize, { cookie: next }),
    one('sign-in page of a journey', authorize, {}),
    one('sign-in page', '/sign-in', {}),
    one('description page', `/integrations/${clientId}/description`, {}),
  ];
}

async function listOperations(fixtures: Fixtures, one: One): Promise<readonly Operation[]> {
  const { world, accountId, clientId } = fixtures;
  await seedScale(world, { force: true }, () => undefined);
  const idOf = async (name: string): Promise<number> =>
    (await world.store.accounts.accountByName(name))?.accountId ?? 0;
  const { rows } = await world.pool.query<{ id: string }>(`select id from integrations where name = 'Lighthouse'`);
  const large = { account: await idOf('scale'), makers: await idOf('scale-makers'), made: String(rows[0]?.id) };
  const small = { account: accountId, makers: accountId, made: clientId };
  const cookie = await visitors(fixtures, {
    accounts: [accountId, large.account, large.makers],
    role: 'admin',
    count: ADMINS,
  });
  const by = { cookie, limited: true };
  return [
    one('settings page', `/accounts/${accountId}/installations/${clientId}/settings`, by),
    ...(
      [
        ['small', small],
        ['large', large],
      ] as const
    ).flatMap(([size, { account, makers, made }]) =>
      [
        ['integrations', `${makers}/integrations`],
        ['installations', `${account}/installations`],
        ['deliveries', `${makers}/integrations/${made}/deliveries`],
        ['members', `${account}/members`],
        ['activity', `${account}/activity`],
      ].map(([name, path]) => one(`${String(name)}, ${size}`, `/api/platform/accounts/${String(path)}`, by)),
    ),
  ];
}
