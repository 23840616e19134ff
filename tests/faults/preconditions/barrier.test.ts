import type { Change } from '@pristan/rules';
import { preconditions } from '@pristan/rules';
import type { Connection } from '@pristan/store';
import { openPool, openStore } from '@pristan/store';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '../../../apps/server/src/environment/open.ts';
import { freshDatabase } from '../../harness/database.ts';
import type { ConcurrentChange } from './concurrent-changes.ts';
import { changesOf } from './concurrent-changes.ts';
import { samples } from './samples.ts';
import type { Sample } from './samples/sample.ts';
import type { FixtureDatabase, PreconditionFixture } from './fixture.ts';
import { openPreconditionFixture } from './fixture.ts';

type AnySample = Sample<Change['kind']>;

let db: FixtureDatabase;
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
  await noteWrites();
});
afterAll(async () => {
  for (const pool of pools) await pool.end();
});

function openNode(connection: Connection) {
  const pool = openPool(connection, 4, () => undefined);
  pools.push(pool);
  return openStore(pool);
}

async function prepare(sample: AnySample): Promise<{ readonly scene: PreconditionFixture; readonly change: Change }> {
  const scene = await openPreconditionFixture(db);
  await sample.before?.(db, scene);
  return { scene, change: sample.change(scene) };
}

/** Adds triggers that count the rows stored, changed or deleted in each table; a rollback also undoes the count. */
async function noteWrites(): Promise<void> {
  await gate.query(`
    create table written (nth bigint generated always as identity);
    create function note_write() returns trigger language plpgsql as
      $$ begin insert into written default values; return null; end $$;
    do $$ declare name text; begin
      for name in select quote_ident(table_name) from information_schema.tables
        where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'written'
      loop
        execute format('create trigger note_row after insert or delete on %s
          for each row execute function note_write()', name);
        execute format('create trigger note_change after update on %s
          for each row when (old::text is distinct from new::text) execute function note_write()', name);
      end loop;
    end $$`);
}

/** Number of rows that were stored, changed or deleted so far, in all tables. */
async function writes(): Promise<number> {
  const { rows } = await gate.query<{ count: number }>('select count(*)::int as count from written');
  return rows[0]?.count ?? 0;
}

/**
 * Holds every commit that already has its locks, before it writes to the audit log or the codes.
 *
 * @param run gets a function that waits until the given number of commits wait for a lock
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
    title: sample.title === undefined ? kind : `${kind} (${sample.title})`,
    sample: sample as unknown as AnySample,
  })),
);
const racesOf = (some: typeof all) =>
  some.flatMap(({ title, sample }) =>
    sample.not.map((what): [string, ConcurrentChange, AnySample] => [title, what, sample]),
  );
/** Kinds of change that take no lock: the SQL statement that writes also compares what the change depends on. */
const hot = new Set<Change['kind']>(['code_redeemed', 'family_rotated', 'grants_ended']);
const waiting = racesOf(all.filter(({ kind }) => !hot.has(kind)));

test('the count of writes covers every table: rows stored, changed or deleted, but not rows rolled back or left the same', async () => {
  const { rows } = await gate.query(
    `select table_name from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'written' and 2 <> (
         select count(*) from pg_trigger
           where tgrelid = quote_ident(table_name)::regclass and tgname in ('note_row', 'note_change'))`,
  );
  expect(rows).toEqual([]);
  const before = await writes();
  const insert = `insert into widget_archives values ('ab', '\\x00', 1)`;
  await gate.query(`begin; ${insert}; rollback`);
  await gate.query(`${insert}; update widget_archives set created_at = 1 where sha256 = 'ab'`);
  expect((await writes()) - before).toBe(1);
  await gate.query(`update widget_archives set created_at = 2 where sha256 = 'ab'`);
  await gate.query(`delete from widget_archives where sha256 = 'ab'`);
  expect((await writes()) - before).toBe(3);
});

describe('every kind of change', () => {
  test('every kind of change has a sample in these tests', () => {
    expect(Object.keys(samples).toSorted()).toEqual(kinds.toSorted());
  });

  test.each(all)(
    'the change $title is stored when nothing has happened meanwhile, and a second time only if repeating it is allowed',
    async ({ sample }) => {
      const { change } = await prepare(sample);
      expect(await ours.commit([change])).toBe('committed');
      const before = await writes();
      const again = sample.again === 'more' ? undefined : await theirs.commit([change]);
      expect(again).toBe({ stale: 'stale', nothing: 'committed', more: undefined }[sample.again]);
      if (again !== undefined) expect(await writes()).toBe(before);
    },
  );

  test.each(racesOf(all))('the change %s is not stored once this has happened: %s', async (_, what, sample) => {
    const { scene, change } = await prepare(sample);
    expect(await theirs.commit(changesOf(what, scene))).toBe('committed');
    const before = await writes();
    expect(await ours.commit([change])).toBe('stale');
    expect(await writes()).toBe(before);
  });

  test.each(waiting)('the change %s is not stored when it waited for a commit of this: %s', async (_, what, sample) => {
    const { scene, change } = await prepare(sample);
    let outcome: Promise<string> | undefined;
    let other: Promise<string> | undefined;
    await behindBarrier(async (until) => {
      other = theirs.commit(changesOf(what, scene));
      await until(1);
      outcome = ours.commit([change]);
      await until(2);
    });
    expect([await other, await outcome]).toEqual(['committed', 'stale']);
  });

  test.each(waiting)('the change %s, about to be stored, delays the commit of this: %s', async (_, what, sample) => {
    const { scene, change } = await prepare(sample);
    let outcome: Promise<string> | undefined;
    let other: Promise<string> | undefined;
    await behindBarrier(async (until) => {
      outcome = ours.commit([change]);
      await until(1);
      other = theirs.commit(changesOf(what, scene));
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

test('a personal access token is not issued once its session has ended; while it is being issued, the session cannot end', async () => {
  const [mint] = samples.personal_token_minted;
  const ended = await openPreconditionFixture(db);
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

test('no two commits ever deadlocked', async () => {
  const { rows } = await gate.query('select deadlocks::int from pg_stat_database where datname = current_database()');
  expect(rows).toEqual([{ deadlocks: 0 }]);
});
