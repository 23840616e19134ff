import { UnsupportedDatabase, refusePooler } from '@pristan/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asUrl, bareDatabase, freshDatabase } from '../harness/database.ts';
import { command, startNode } from '../harness/node-process.ts';
import { testSecretKeys } from '../harness/platform.ts';
import { startPgbouncer } from '../harness/pgbouncer.mjs';

const program = process.env['PRISTAN_PGBOUNCER'];
if (program === undefined)
  process.stderr.write('Skipped: tests/services/pooler.test.ts needs PgBouncer (Debian: apt-get install pgbouncer).\n');

const variables = (url: string) => ({
  PRISTAN_DATABASE_URL: url,
  PRISTAN_SECRET_KEYS: testSecretKeys,
  PRISTAN_SMTP_URL: 'smtp://127.0.0.1:1',
});

describe.skipIf(program === undefined)('a pooler between the server and PostgreSQL', { timeout: 60_000 }, () => {
  let url: string;
  const open: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    url = asUrl(await freshDatabase());
  });
  afterAll(async () => {
    for (const one of open) await one.close();
  });
  const through = async (mode: 'transaction' | 'session' | 'statement', size: number) => {
    const pooler = await startPgbouncer({ program: program ?? '', url, mode, size });
    open.push(pooler);
    return pooler.url;
  };

  test('a pooler in session mode works', async () => {
    await refusePooler({ connectionString: url });
    const session = await through('session', 20);
    await refusePooler({ connectionString: session });
    const node = await startNode(variables(session));
    expect((await node.get('localhost:4400', '/sign-in')).status).toBe(200);
    await node.stop();
  });

  test.each([
    ['transaction', 5],
    ['transaction', 2],
    ['transaction', 1],
    ['statement', 5],
  ] as const)('a pooler in %s mode with %i connections is refused', async (mode, size) => {
    const connectionString = await through(mode, size);
    const checked = refusePooler({ connectionString });
    await expect(checked).rejects.toThrow(UnsupportedDatabase);
    await expect(checked).rejects.toThrow('pool_mode = session');
  });

  test('a pooler in transaction mode ends serve with a sentence, before anything is stored, and doctor reports it', async () => {
    url = asUrl(await bareDatabase());
    const pooled = await through('transaction', 5);
    const sentence = /^Between Pristan and PostgreSQL stands a pooler [^\n]*PRISTAN_DATABASE_URL[^\n]*\n$/;
    await expect(command(variables(pooled), 'serve')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(sentence),
    });
    const { stdout } = await command<{ stdout: string }>(variables(pooled), 'doctor').catch(
      (error: { stdout: string }) => error,
    );
    const { findings } = JSON.parse(stdout) as { findings: { ok: boolean; what: string; todo?: string }[] };
    expect(findings.filter(({ ok }) => !ok)).toEqual([
      expect.objectContaining({
        what: expect.stringContaining('cannot be used'),
        todo: expect.stringMatching(/pooler/),
      }),
    ]);
  });
});
