import { join } from 'node:path';
import { addMember } from '../apps/server/src/cli/accounts.ts';
import { seedScale } from '../apps/server/src/cli/scale.ts';
import { startServer } from '../tests/harness/server-process.ts';
import { printFirstScreen } from './console.ts';
import type { Fixtures } from './fixtures.ts';
import { openFixtures } from './fixtures.ts';
import { httpGet } from './get.ts';
import { printFigure, ms } from './lines.ts';
import { cpuMicros, familyOf } from './machine.ts';
import { signedIn } from './session.ts';

const TIMES = 30;

/**
 * Measures the latency of lists in a store filled by `pristan seed --scale`, one request at a time, and the console's
 * first screen on that store.
 */
export async function lists(dataDir: string, secretKeys: string): Promise<void> {
  const variables = {
    NODE_ENV: 'production',
    PRISTAN_DATA_DIR: join(dataDir, 'lists'),
    PRISTAN_SECRET_KEYS: secretKeys,
  };
  const server = await startServer(variables);
  const fixtures = await openFixtures(variables);
  const { world } = fixtures;
  const startedAt = performance.now();
  await seedScale(world, { force: true }, () => undefined);
  printFigure('Lists: the store is filled within', ms(performance.now() - startedAt));
  for (const account of ['scale', 'scale-makers'])
    await addMember(world, { account, email: 'admin@bench.test', role: 'admin' });
  const cookie = await signedIn(fixtures);
  const place = await placeIn(fixtures);
  const { rows } = await world.pool.query<{ pid: string }>(
    `select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid`,
  );
  // CPU time of the server and PostgreSQL together; other load on the machine hardly changes it.
  const used = (): number => cpuMicros([server.pid]) + cpuMicros(familyOf(Number(rows[0]?.pid)));
  for (const [name, path] of addresses(place)) {
    const times: number[] = [];
    let cpu = 0;
    for (let n = 0; n < TIMES + 5; n++) {
      if (n === 5) cpu = used();
      const sentAt = performance.now();
      const { status, text } = await httpGet(server.port, path, { cookie });
      if (status !== 200) throw new Error(`${path}: ${status} ${text.slice(0, 200)}`);
      // The first requests open connections and prepare statements, so they do not count.
      if (n >= 5) times.push(performance.now() - sentAt);
    }
    times.sort((a, b) => a - b);
    const each = (used() - cpu) / TIMES / 1000;
    printFigure(
      name,
      `p50 ${ms(times[TIMES / 2] ?? NaN)}, p99 ${ms(times.at(-1) ?? NaN)} (should: under 100 ms); CPU ${ms(each)}`,
    );
  }
  await printFirstScreen(server.port, cookie, `/console/accounts/${place.account}/installed`);
  await world.close();
  await server.stop();
}

interface Places {
  readonly account: number;
  readonly makers: number;
  readonly lighthouse: string;
  readonly middle: Readonly<Record<'installation' | 'integration' | 'grant' | 'delivery' | 'entry', string>>;
  readonly integration: string;
  readonly person: number;
  readonly last: string;
}

async function placeIn({ world }: Fixtures): Promise<Places> {
  const account = (await world.store.accounts.accountByName('scale'))?.accountId ?? 0;
  const makers = (await world.store.accounts.accountByName('scale-makers'))?.accountId ?? 0;
  const one = async (text: string): Promise<string> => {
    const { rows } = await world.pool.query<{ found: string }>(text);
    return String(rows[0]?.found);
  };
  const lighthouse = await one(`select id as found from integrations where name = 'Lighthouse'`);
  const placed = (table: string, { at, id, where }: Readonly<Record<'at' | 'id' | 'where', string>>, offset: number) =>
    one(
      `select ${at} || '-' || ${id} as found from ${table} where ${where} order by ${at} desc, ${id} desc offset ${offset} limit 1`,
    );
  return {
    account,
    makers,
    lighthouse,
    middle: {
      installation: await placed(
        'installations',
        { at: 'created_at', id: 'integration_id', where: `account_id = ${account}` },
        5000,
      ),
      integration: await placed('integrations', { at: 'created_at', id: 'id', where: `account_id = ${makers}` }, 5000),
      grant: await one(
        `select id as found from grants where account_id = ${account} and integration_id = '${lighthouse}' order by id desc offset 2500 limit 1`,
      ),
      delivery: await placed(
        'deliveries',
        { at: 'created_at', id: 'id', where: `integration_id = '${lighthouse}'` },
        50_000,
      ),
      entry: await placed('audit', { at: 'at', id: 'id', where: `account_id = ${account}` }, 50_000),
    },
    last: await placed(
      'installations',
      { at: 'created_at', id: 'integration_id', where: `account_id = ${account}` },
      9_960,
    ),
    integration: await one(`select id as found from integrations where name like 'Harbour Sync %' limit 1`),
    person: Number(await one(`select min(user_id) as found from memberships where account_id = ${account}`)),
  };
}

/**
 * URLs of each list with its most expensive pages: the first, one deep inside, the last, a filtered one, and a search
 * that finds nothing.
 */
function addresses(place: Places): readonly (readonly [string, string])[] {
  const { account, makers, lighthouse, middle } = place;
  const api = `/api/platform/accounts/${account}`;
  const installed = `${api}/installations`;
  const made = `/api/platform/accounts/${makers}/integrations`;
  const sent = `${made}/${lighthouse}/deliveries`;
  return [
    ['installations, 10,001: first page', installed],
    ['installations: in the middle', `${installed}?before=${middle.installation}`],
    ['installations: last page', `${installed}?before=${place.last}`],
    ['installations: found by name', `${installed}?q=harbour`],
    ['installations: nothing found', `${installed}?q=nowhere`],
    ['one installation, 5,000 grants', `${installed}/${lighthouse}`],
    ['its grants with their days: first page', `${installed}/${lighthouse}/grants`],
    ['its grants: in the middle', `${installed}/${lighthouse}/grants?before=${middle.grant}`],
    ['its usage', `${installed}/${lighthouse}/usage`],
    ['its refused tokens and ended accesses', `${installed}/${lighthouse}/refused-tokens`],
    ['integrations, 10,001: first page', made],
    ['integrations: in the middle', `${made}?before=${middle.integration}`],
    ['integrations: nothing found', `${made}?q=nowhere`],
    ['reach, 10,001 installations', `${made}/${lighthouse}/reach`],
    ['deliveries, 100,000: first page', sent],
    ['deliveries: in the middle', `${sent}?before=${middle.delivery}`],
    ['deliveries: failed ones', `${sent}?state=failed`],
    ['deliveries: of one kind, that there is none of', `${sent}?hook=install`],
    ['deliveries: to one receiver', `${sent}?receiver=host7.scale.example`],
    ['deliveries: about one account', `${sent}?account=${makers}`],
    ['log, 100,000: first page', `${api}/activity`],
    ['log: in the middle', `${api}/activity?before=${middle.entry}`],
    ['log: of one integration', `${api}/activity?client_id=${place.integration}`],
    ['log: of one person', `${api}/activity?person=${place.person}`],
    ['log: one person, a kind that there is none of', `${api}/activity?person=${place.person}&kind=hook_resent`],
    ['people, 5,000: first page', `${api}/members`],
    ['people: in the middle, by offset', `${api}/members?offset=2500`],
    ['people: found by letters', `${api}/members?q=person4999`],
    ['people: what one of them gave', `${api}/members/${place.person}/grants?full_access=true`],
    ['what an admin gave', `${api}/own-access?given=true`],
    ['what is connected besides', `${api}/own-access?given=false`],
  ];
}
