import type { Change } from '@pristan/rules';
import { preconditions } from '@pristan/rules';
import type { Connection } from '@pristan/store';
import { openPool, openStore } from '@pristan/store';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../../apps/server/src/environment/open.ts';
import { freshDatabase } from '../../harness/database.ts';
import type { Otherwise } from './otherwise.ts';
import { otherwise } from './otherwise.ts';
import { samples } from './samples.ts';
import type { Sample } from './samples/sample.ts';
import type { Db, Scene } from './scene.ts';
import { openScene } from './scene.ts';

type AnySample = Sample<Change['kind']>;

let db: Db;
let ours: World['store'];
let theirs: World['store'];
let gate: pg.Pool;
const pools: pg.Pool[] = [];

beforeAll(async () => {
  const connection = await freshDatabase();
  ({ store: ours, db } = openNode(connection));
  ({ store: theirs } = openNode(connection));
  gate = openPool(connection, 3, () => undefined);
  pools.push(gate);
});
afterAll(async () => {
  for (const pool of pools) await pool.end();
});

function openNode(connection: Connection) {
  const pool = openPool(connection, 4, () => undefined);
  pools.push(pool);
  return openStore(pool);
}

async function prepare(sample: AnySample): Promise<{ readonly scene: Scene; readonly change: Change }> {
  const scene = await openScene(db);
  await sample.before?.(db, scene);
  return { scene, change: sample.change(scene) };
}

/** A digest of every row that can be stored. */
async function everything(): Promise<string> {
  const { rows: tables } = await gate.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  const parts = tables.map(
    ({ name }) => `(select coalesce(md5(string_agg(t::text, '' order by t::text)), '') from ${name} t)`,
  );
  const { rows } = await gate.query<{ digest: string }>(`select concat_ws(' ', ${parts.join(', ')}) as digest`);
  return rows[0]?.digest ?? '';
}

/**
 * Holds every commit just before it writes its line of the log, or its code: by then it has its locks.
 *
 * @param run is given a wait until so many commits stand there, or at each other
 */
async function behindBarrier(run: (until: (count: number) => Promise<void>) => Promise<void>): Promise<void> {
  const client = await gate.connect();
  try {
    await client.query('begin; lock table audit, codes in share row exclusive mode');
    await run(async (count) => {
      for (;;) {
        const { rows } = await gate.query<{ count: number }>(
          `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        if ((rows[0]?.count ?? 0) >= count) return;
      }
    });
    await client.query('commit');
  } finally {
    client.release();
  }
}

const kinds = Object.keys(preconditions) as Change['kind'][];
const all = kinds.flatMap((kind) =>
  samples[kind].map((sample) => ({
    kind,
    title: sample.title === undefined ? kind : `${kind}, ${sample.title},`,
    sample: sample as unknown as AnySample,
  })),
);
const racesOf = (some: typeof all) =>
  some.flatMap(({ title, sample }) => sample.not.map((what): [string, Otherwise, AnySample] => [title, what, sample]));
/** They take no lock: what they rest on is compared by the statement that stores them. */
const hot = new Set<Change['kind']>(['code_redeemed', 'family_rotated']);
const waiting = racesOf(all.filter(({ kind }) => !hot.has(kind)));

describe('a kind of change', () => {
  test('has a sample, however it came to be', () => {
    expect(Object.keys(samples).toSorted()).toEqual(kinds.toSorted());
  });

  test.each(all)('$title is stored when nothing has happened, and again only if it may be', async ({ sample }) => {
    const { change } = await prepare(sample);
    expect(await ours.commit([change])).toBe('committed');
    const before = await everything();
    const again = sample.again === 'more' ? undefined : await theirs.commit([change]);
    expect(again).toBe({ stale: 'stale', nothing: 'committed', more: undefined }[sample.again]);
    if (again !== undefined) expect(await everything()).toBe(before);
  });

  test.each(racesOf(all))('%s is not stored once %s', async (_, what, sample) => {
    const { scene, change } = await prepare(sample);
    expect(await theirs.commit([otherwise[what](scene)])).toBe('committed');
    const before = await everything();
    expect(await ours.commit([change])).toBe('stale');
    expect(await everything()).toBe(before);
  });

  test.each(waiting)('%s is not stored when it waits for a commit by which %s', async (_, what, sample) => {
    const { scene, change } = await prepare(sample);
    let outcome: Promise<string> | undefined;
    let other: Promise<string> | undefined;
    await behindBarrier(async (until) => {
      other = theirs.commit([otherwise[what](scene)]);
      await until(1);
      outcome = ours.commit([change]);
      await until(2);
    });
    expect([await other, await outcome]).toEqual(['committed', 'stale']);
  });

  test.each(waiting)('%s that is about to be stored makes wait a commit by which %s', async (_, what, sample) => {
    const { scene, change } = await prepare(sample);
    let outcome: Promise<string> | undefined;
    let other: Promise<string> | undefined;
    await behindBarrier(async (until) => {
      outcome = ours.commit([change]);
      await until(1);
      other = theirs.commit([otherwise[what](scene)]);
      await until(2);
      const { rows } = await gate.query<{ count: number }>(
        `select count(*)::int as count from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock' and wait_event <> 'relation'`,
      );
      expect(rows).toEqual([{ count: 1 }]);
    });
    expect(await outcome).toBe('committed');
    expect(['committed', 'stale']).toContain(await other);
  });
});

test('a personal access token is not minted once its session has ended, and holds off whoever ends it', async () => {
  const [mint] = samples.personal_token_minted;
  const ended = await openScene(db);
  await theirs.sessions.endOthers(ended.admin, undefined);
  expect(await ours.commit([mint.change(ended)])).toBe('stale');

  const { scene, change } = await prepare(mint as unknown as AnySample);
  let outcome: Promise<string> | undefined;
  let ending: Promise<void> | undefined;
  await behindBarrier(async (until) => {
    outcome = ours.commit([change]);
    await until(1);
    ending = theirs.sessions.endOthers(scene.admin, undefined);
    await until(2);
  });
  expect(await outcome).toBe('committed');
  await ending;
});

test('nothing of all this made two commits wait for each other in a circle', async () => {
  const { rows } = await gate.query('select deadlocks::int from pg_stat_database where datname = current_database()');
  expect(rows).toEqual([{ deadlocks: 0 }]);
});
