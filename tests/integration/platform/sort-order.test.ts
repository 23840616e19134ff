import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../../apps/server/src/config/load.ts';
import { openWorld } from '../../../apps/server/src/environment/open.ts';
import { testVariables } from '../../harness/platform.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pristan-sort-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

test('a start reindexes the embedded database once after a change of collation version', async () => {
  const config = loadConfig({ ...testVariables, PRISTAN_DATA_DIR: folder });
  const said: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void said.push(line) });
  const open = async () => openWorld(config, log, { followKeys: false });
  const first = await open();
  await first.pool.query(`update pg_database set datcollversion = '1' where datname = current_database()`);
  await first.close();
  expect(said).toEqual([]);
  const second = await open();
  await second.close();
  expect(said).toEqual([expect.stringContaining('the database was reindexed for a new sort order')]);
  await (await open()).close();
  expect(said).toHaveLength(1);
}, 60_000);
