import { openPool, openStore } from '@pristan/store';
import type { DeliveryFilter, DeliveryCursor } from '@pristan/flows';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RegistryFixture } from '../registry/fixture.ts';
import { createdIntegration, openRegistryFixture } from '../registry/fixture.ts';

interface Listed {
  readonly deliveries: readonly {
    readonly delivery_id: string;
    readonly created_at: number;
    readonly state: string;
    readonly hook: string;
    readonly account_id: number;
    readonly url: string;
  }[];
  readonly next_before: string | null;
}

const COUNT = 100_000;
const begins = Date.UTC(2026, 9, 1);

let stand: RegistryFixture;
let path: string;
let clientId: string;
let otherPath: string;
beforeAll(async () => {
  stand = await openRegistryFixture();
  const [one, other] = [await createdIntegration(stand), await createdIntegration(stand)];
  path = `${one.path}/deliveries`;
  clientId = one.integration.client_id;
  otherPath = `${other.path}/deliveries`;
  // Two deliveries a second; the rare ones are the oldest, which a scan from the newest reaches last.
  await stand.platform.world.pool.query(
    `insert into deliveries (account_id, id, integration_id, hook, url, receiver_host, facts, state, due_at, began_at, created_at, finished_at)
     select case when n <= 60 then 30200001 else 30200002 + n % 5000 end, gen_random_uuid(), $1,
       case when n <= 60 then 'install' else 'disconnect' end,
       'https://' || case when n <= 60 then 'old' else 'shop' || n % 3 end || '.example/bye',
       case when n <= 60 then 'old' else 'shop' || n % 3 end || '.example', '{}',
       case when n <= 60 then 'failed' else 'delivered' end, 0, 0, $2::bigint + n / 2 * 1000, 1
     from generate_series(1, $3) n`,
    [clientId, begins, COUNT],
  );
  await stand.platform.world.pool.query('analyze deliveries');
}, 120_000);
afterAll(async () => stand.platform.close());

const list = async (query: string) => (await stand.admin('GET', `${path}?${query}`)).json<Listed>();

describe('the list of deliveries', () => {
  test.each([
    ['state=failed', ({ state }) => state === 'failed'],
    ['hook=install', ({ hook }) => hook === 'install'],
    ['account=30200001', ({ account_id }) => account_id === 30_200_001],
    ['receiver=OLD.example', ({ url }) => new URL(url).host === 'old.example'],
    [`to=${begins / 1000 + 31}`, ({ created_at }) => created_at < begins / 1000 + 31],
    ['state=failed&hook=install&receiver=old.example', ({ state, hook }) => state === 'failed' && hook === 'install'],
  ] as [string, (one: Listed['deliveries'][number]) => boolean][])(
    'the list of deliveries filtered by %s gives every match exactly once over its pages, newest first',
    async (query, isSo) => {
      const found: Listed['deliveries'][number][] = [];
      for (let before: string | null = ''; before !== null;) {
        const page: Listed = await list(`${query}&limit=7${before === '' ? '' : `&before=${before}`}`);
        found.push(...page.deliveries);
        before = page.next_before;
      }
      expect(found.every(isSo)).toBe(true);
      expect(new Set(found.map(({ delivery_id }) => delivery_id)).size).toBe(found.length);
      expect(found.length).toBeGreaterThanOrEqual(60);
      expect(found.length).toBeLessThanOrEqual(61);
      const times = found.map(({ created_at }) => created_at);
      expect(times).toEqual(times.toSorted((one, other) => other - one));
    },
  );

  test('the list of deliveries filtered by time includes `from` and excludes `to`', async () => {
    const from = begins / 1000 + 1000;
    const { deliveries } = await list(`from=${from}&to=${from + 3}`);
    expect(deliveries.map(({ created_at }) => created_at - from)).toEqual([2, 2, 1, 1, 0, 0]);
  });

  test('a list of deliveries without a match is empty and the last page', async () => {
    expect(await list('state=unknown')).toMatchObject({ deliveries: [], next_before: null });
    expect(await list('state=failed&hook=disconnect')).toMatchObject({ deliveries: [], next_before: null });
  });

  test('the list of another integration’s deliveries contains none of this one’s under any filter', async () => {
    const response = await stand.admin('GET', `${otherPath}?state=failed&account=30200001`);
    expect(response.json<Listed>().deliveries).toEqual([]);
  });

  test.each([
    'state=lost',
    'hook=Install',
    'account=0',
    'account=1e3',
    'from=-1',
    'to=x',
    'before=1',
    "before=1-'; drop table deliveries",
    `receiver=${'a'.repeat(301)}`,
    'receiver=',
    'receiver=shop%00.example',
    'order=asc',
    'state=failed&state=delivered',
  ])('400 for the list of deliveries with the filter %s', async (query) => {
    const response = await stand.admin('GET', `${path}?${query}`);
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([400, 'invalid_request']);
  });
});

test('each filter of the list of deliveries reads at most 250 of 100,000 rows for a page of 50', async () => {
  const { world } = stand.platform;
  const asked: { text: string; values: unknown[] }[] = [];
  const pool = openPool(world.connection, 1, () => undefined);
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...words: readonly unknown[]) => unknown;
    Object.assign(client, {
      query: (...words: readonly unknown[]) => {
        if (typeof words[0] === 'string' && Array.isArray(words[1])) asked.push({ text: words[0], values: words[1] });
        return query(...words);
      },
    });
  });
  const { store } = openStore(pool);
  const middle: DeliveryCursor = { createdAt: begins + 20_000, deliveryId: '80000000-0000-4000-8000-000000000000' };
  const filters: DeliveryFilter[] = [
    {},
    { state: 'failed' },
    { state: 'unknown' },
    { hook: 'install' },
    { hook: 'secrets' },
    { accountId: 30_200_001 },
    { accountId: 30_200_044 },
    { receiverHost: 'old.example' },
    { receiverHost: 'none.example' },
    { to: begins + 30_000 },
    { from: begins, to: begins + 1000 },
    { state: 'failed', hook: 'install', accountId: 30_200_001, receiverHost: 'old.example', from: 0, to: begins * 2 },
  ];
  const read: string[] = [];
  for (const filter of filters)
    for (const before of [undefined, middle]) {
      asked.length = 0;
      await store.deliveries.list(stand.accountId, clientId, { ...filter, limit: 51, before });
      const [statement] = asked;
      if (statement === undefined || asked.length !== 1) throw new Error('not one statement');
      const { rows } = await world.pool.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
        `explain (analyze, timing off, format json) ${statement.text}`,
        statement.values,
      );
      const touched = rowsOf(rows[0]?.['QUERY PLAN'][0]?.Plan);
      if (touched > 250) read.push(`${JSON.stringify(filter)} after ${before?.createdAt}: ${touched}`);
    }
  expect(read).toEqual([]);
  await pool.end();
});

interface Plan {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

/** Number of rows that the scans of a query plan read. */
function rowsOf(plan: Plan | undefined): number {
  if (plan === undefined) return Number.NaN;
  const below = (plan.Plans ?? []).reduce((sum, one) => sum + rowsOf(one), 0);
  if (plan.Plans !== undefined && !plan['Node Type'].includes('Scan')) return below;
  const own =
    plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0);
  return below + own * plan['Actual Loops'];
}
