import { UnsupportedDatabase, openPool, refusePooler } from '@pristan/store';
import { afterEach, describe, expect, test } from 'vitest';
import { runDoctor } from '../../../apps/server/src/cli/doctor.ts';
import { loadConfig } from '../../../apps/server/src/config/load.ts';
import { asUrl, bareDatabase } from '../../harness/database.ts';
import type { PoolerOrder } from '../../harness/transaction-pooler.ts';
import { startTransactionPooler } from '../../harness/transaction-pooler.ts';
import { testVariables } from '../../harness/platform.ts';
import { startServer } from '../../harness/server-process.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const through = async (url: string, lends: PoolerOrder): Promise<string> => {
  const pooler = await startTransactionPooler(url, lends);
  opened.push(pooler);
  return pooler.url;
};

describe('a connection pooler in transaction mode', { timeout: 60_000 }, () => {
  test.each([
    ['longest free', 'a notification to oneself was lost'],
    ['latest used', 'a prepared statement was another client’s'],
  ] as const)(
    'a pooler in transaction mode is refused, whichever connection it lends: the %s',
    async (lends, reason) => {
      const checked = refusePooler({ connectionString: await through(asUrl(await bareDatabase()), lends) });
      await expect(checked).rejects.toThrow(UnsupportedDatabase);
      await expect(checked).rejects.toThrow(reason);
    },
  );

  test('a pooler in transaction mode ends the start of a server with a sentence, before anything is stored', async () => {
    const url = asUrl(await bareDatabase());
    const variables = { ...testVariables, PRISTAN_DATABASE_URL: await through(url, 'longest free') };
    const said = await startServer(variables).then(
      async (server) => {
        await server.stop();
        return 'it started';
      },
      (error: unknown) => String(error),
    );
    expect(said).toMatch(
      /ended with 1: Between Pristan and PostgreSQL stands a pooler [^\n]*PRISTAN_DATABASE_URL[^\n]*\n$/,
    );
    const pool = openPool({ connectionString: url }, 1, () => undefined);
    const { rows } = await pool.query(`select count(*)::int as tables from pg_tables where schemaname = 'public'`);
    await pool.end();
    expect(rows).toEqual([{ tables: 0 }]);
  });

  test('a pooler in transaction mode is the only problem that the doctor reports', async () => {
    const url = await through(asUrl(await bareDatabase()), 'longest free');
    const config = loadConfig({ ...testVariables, PRISTAN_DATABASE_URL: url });
    const findings = await runDoctor(config, { now: () => Date.now() });
    expect(findings.filter(({ ok }) => !ok)).toEqual([
      expect.objectContaining({
        what: 'The database cannot be used',
        todo: expect.stringContaining('pool_mode = session'),
      }),
    ]);
  });
});

test('PostgreSQL itself is not refused as a pooler', async () => {
  await refusePooler({ connectionString: asUrl(await bareDatabase()) });
});
