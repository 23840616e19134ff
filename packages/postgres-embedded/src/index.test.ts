import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { EmbeddedStartFailed, EmbeddedUnavailable, openEmbeddedPostgres } from './index.ts';
import { type EmbeddedFixture, connect, postmasterOf, query, openEmbeddedFixture } from './testing/fixture.ts';

const TIMEOUT_MS = 60_000;
let stage: EmbeddedFixture;
/** A stopped cluster with an empty table `ships`, for tests to copy. */
let seed: string;

beforeAll(async () => {
  stage = await openEmbeddedFixture();
  const dataDir = stage.dataDir('seed');
  const embedded = await openEmbeddedPostgres({ dataDir });
  await query(embedded.connection, 'create table ships (name text)');
  await embedded.leave();
  seed = join(dataDir, 'postgres');
}, TIMEOUT_MS);
afterAll(() => stage.clear(), TIMEOUT_MS);

describe('a fresh data directory under a closed parent', { timeout: TIMEOUT_MS }, () => {
  test('a fresh data directory gets a private, durable server that never runs as root and stops when its only user leaves', async () => {
    const dataDir = stage.dataDir('fresh');
    const embedded = await openEmbeddedPostgres({ dataDir });
    const pid = postmasterOf(dataDir);
    const owner = statSync(join(dataDir, 'postgres'));

    expect(owner.uid).not.toBe(0);
    expect(owner.mode & 0o777).toBe(0o700);
    if (process.platform === 'linux') expect(statSync(`/proc/${pid}`).uid).toBe(owner.uid);
    const names = [
      'fsync',
      'synchronous_commit',
      'full_page_writes',
      'listen_addresses',
      'data_checksums',
      'jit',
      'server_encoding',
    ];
    const settings = await query(
      embedded.connection,
      `select ${names.map((name) => `current_setting('${name}')`).join()}`,
    );
    expect(settings).toEqual([['on', 'on', 'on', '', 'on', 'off', 'UTF8']]);
    expect(
      await query(
        embedded.connection,
        `select current_database()::text, lower('ПРИСТАНЬ Ё'), 'Ё' ilike 'ё', 'е' < 'Ё' and 'Ё' < 'ж', 'Ё' ~ '[[:alpha:]]'`,
      ),
    ).toEqual([['pristan', 'пристань ё', true, true, true]]);

    await embedded.leave();
    expect(postmasterOf(dataDir)).toBeUndefined();
    await expect(query(embedded.connection, 'select 1')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a fresh data directory serves several processes that open it at the same moment', async () => {
    const dataDir = stage.dataDir('raced');
    // A draft left behind by a killed process.
    mkdirSync(join(dataDir, 'postgres.draft-000000'), { recursive: true });
    const visitors = [stage.visit(dataDir), stage.visit(dataDir)];
    await Promise.all(visitors.map((visitor) => visitor.opened));
    await visitors[0]?.query('create table berths (name text)');
    await Promise.all(visitors.map((visitor, n) => visitor.query(`insert into berths values ('${n}')`)));
    expect(await visitors[1]?.query('select name from berths order by name')).toEqual([['0'], ['1']]);
    expect(
      readdirSync(dataDir)
        .filter((name) => name.startsWith('postgres'))
        .sort(),
    ).toEqual(['postgres', 'postgres.log']);

    await Promise.all(visitors.map((visitor) => visitor.leave()));
    expect(postmasterOf(dataDir)).toBeUndefined();
  });

  test('a data directory that already holds something else is left untouched', async () => {
    const dataDir = stage.dataDir('occupied');
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'letter.txt'), '');
    await expect(openEmbeddedPostgres({ dataDir })).rejects.toThrow(EmbeddedUnavailable);
    expect(readdirSync(join(dataDir, 'postgres'))).toEqual(['letter.txt']);
  });
});

describe('an ordinary user', { timeout: TIMEOUT_MS }, () => {
  test.each(['writable', 'read-only'] as const)(
    'an ordinary user runs the server with %s programs that lack their library links',
    async (programs) => {
      const { visitor, dataDir, native } = await stage.visitAsOrdinaryUser(programs, programs);
      await visitor.opened;
      const owner = statSync(join(dataDir, 'postgres')).uid;
      expect(owner).not.toBe(0);
      expect(statSync(dataDir).uid).toBe(owner);
      expect(await visitor.query('select 1')).toEqual([[1]]);
      expect(readdirSync(dataDir).some((name) => name.startsWith('pg-'))).toBe(programs === 'read-only');
      expect(existsSync(join(native, 'lib', 'libpq.so.5'))).toBe(programs === 'writable');

      // Root and the ordinary user use the running server instead of starting a second one.
      const pid = postmasterOf(dataDir);
      const embedded = await openEmbeddedPostgres({ dataDir });
      expect(postmasterOf(dataDir)).toBe(pid);
      await visitor.leave();
      expect(await query(embedded.connection, 'select 2')).toEqual([[2]]);
      await embedded.leave();
      expect(postmasterOf(dataDir)).toBeUndefined();
    },
  );
});

describe('an existing cluster', { timeout: TIMEOUT_MS }, () => {
  let dataDir: string;
  beforeAll(() => {
    dataDir = stage.dataDir('lasting');
    cpSync(seed, join(dataDir, 'postgres'), { recursive: true });
  });

  test('a cluster works as a copy in another folder, even with a lost owner, and is closed to other users', async () => {
    chmodSync(join(dataDir, 'postgres'), 0o755);
    const embedded = await openEmbeddedPostgres({ dataDir });
    expect(await query(embedded.connection, 'select count(*)::int from ships')).toEqual([[0]]);
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(statSync(seed).uid);
    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
    await embedded.leave();
  });

  test('a cluster works where its path is too long for a socket', async () => {
    const long = stage.dataDir('long'.repeat(30));
    cpSync(seed, join(long, 'postgres'), { recursive: true });
    const embedded = await openEmbeddedPostgres({ dataDir: long });
    const { host } = embedded.connection;
    expect(host).toMatch(/^\/tmp\/pristan-\d+-[0-9a-f]{16}$/);
    expect(statSync(host).mode & 0o777).toBe(0o700);
    expect(await query(embedded.connection, 'select count(*)::int from ships')).toEqual([[0]]);
    await embedded.leave();
    expect(existsSync(host)).toBe(false);
  });

  test('a cluster is shared with a second process and stops when the last one leaves', async () => {
    const embedded = await openEmbeddedPostgres({ dataDir });
    const pid = postmasterOf(dataDir);
    const visitor = stage.visit(dataDir);
    await visitor.opened;
    expect(postmasterOf(dataDir)).toBe(pid);

    await embedded.leave();
    expect(await visitor.query('select 1')).toEqual([[1]]);
    await visitor.leave();
    expect(postmasterOf(dataDir)).toBeUndefined();
  });

  test('a server keeps running for a Pristan connection, but not for a foreign one', async () => {
    const first = await openEmbeddedPostgres({ dataDir });
    const pid = postmasterOf(dataDir);
    const ours = await connect(first.connection, 'pristan-pool');
    await first.leave();
    expect(postmasterOf(dataDir)).toBe(pid);
    expect((await ours.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await ours.end();

    const second = await openEmbeddedPostgres({ dataDir });
    expect(postmasterOf(dataDir)).toBe(pid);
    const stranger = await connect(second.connection, 'psql');
    await second.leave();
    expect(postmasterOf(dataDir)).toBeUndefined();
    await expect(stranger.query('select 1')).rejects.toThrow();
  });

  test('a server outlives a killed node process and is adopted by the next one', async () => {
    const visitor = stage.visit(dataDir);
    await visitor.opened;
    const pid = postmasterOf(dataDir);
    const gone = once(visitor.process, 'exit');
    visitor.process.kill('SIGKILL');
    await gone;
    const embedded = await openEmbeddedPostgres({ dataDir });
    expect(postmasterOf(dataDir)).toBe(pid);

    // The process that started the server is gone, so the killed server may remain as a zombie.
    process.kill(pid ?? 0, 'SIGKILL');
    await embedded.ensureRunning();
    expect(postmasterOf(dataDir)).not.toBe(pid);
    await embedded.leave();
    expect(postmasterOf(dataDir)).toBeUndefined();
  });

  test('a cluster comes back with every committed row after its server is killed, five times', async () => {
    const visitor = stage.visit(dataDir);
    await visitor.opened;
    const embedded = await openEmbeddedPostgres({ dataDir });
    for (const ship of ['Altair', 'Beluga', 'Chaika', 'Delfin', 'Ermak']) {
      await query(embedded.connection, `insert into ships values ('${ship}')`);
      const pid = postmasterOf(dataDir) ?? 0;
      process.kill(pid, 'SIGKILL');
      await Promise.all([embedded.ensureRunning(), embedded.ensureRunning()]);
      expect(postmasterOf(dataDir)).not.toBe(pid);
    }
    expect(await query(embedded.connection, 'select name from ships order by name')).toEqual([
      ['Altair'],
      ['Beluga'],
      ['Chaika'],
      ['Delfin'],
      ['Ermak'],
    ]);
    await visitor.leave();
    await embedded.leave();
    expect(postmasterOf(dataDir)).toBeUndefined();
  });

  test('a cluster comes back even if processes of its killed server hold its memory during more than three starts', async () => {
    const embedded = await openEmbeddedPostgres({ dataDir });
    const client = await connect(embedded.connection, 'pristan-slow');
    client.on('error', () => undefined);
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const backend = rows[0]?.pid ?? 0;
    const refusals = () =>
      readFileSync(join(dataDir, 'postgres.log'), 'utf8').split('pre-existing shared memory block').length - 1;
    const before = refusals();
    process.kill(backend, 'SIGSTOP');
    process.kill(postmasterOf(dataDir) ?? 0, 'SIGKILL');
    const back = embedded.ensureRunning();
    await vi.waitFor(() => expect(refusals()).toBeGreaterThan(before + 3), { timeout: 20_000 });
    process.kill(backend, 'SIGCONT');
    await back;
    expect(await query(embedded.connection, 'select 1')).toEqual([[1]]);
    await embedded.leave();
  });

  test('a cluster serves a process that opens it while the last one leaves', async () => {
    let last = await openEmbeddedPostgres({ dataDir });
    for (let round = 0; round < 10; round++) {
      const [next] = await Promise.all([openEmbeddedPostgres({ dataDir }), last.leave()]);
      await next.ensureRunning();
      expect(await query(next.connection, 'select 1')).toEqual([[1]]);
      last = next;
    }
    await last.leave();
    expect(postmasterOf(dataDir)).toBeUndefined();
  });

  test('a server stops when its last users leave at the same moment', async () => {
    const users = await Promise.all([1, 2, 3, 4].map(() => openEmbeddedPostgres({ dataDir })));
    await Promise.all(users.map((user) => user.leave()));
    expect(postmasterOf(dataDir)).toBeUndefined();
    await expect(users[0]?.ensureRunning()).rejects.toThrow('left already');
  });

  test('a cluster starts although its lock file names an unrelated process', async () => {
    const { uid, gid } = statSync(join(dataDir, 'postgres'));
    const bystander = spawn('/bin/sleep', ['600'], { uid, gid, cwd: '/', stdio: 'ignore' });
    await once(bystander, 'spawn');
    writeFileSync(
      join(dataDir, 'postgres', 'postmaster.pid'),
      `${bystander.pid}\n/proc/self/cwd\n1700000000\n5432\n.\n\n`,
    );
    const embedded = await openEmbeddedPostgres({ dataDir });
    expect(postmasterOf(dataDir)).not.toBe(bystander.pid);
    expect(await query(embedded.connection, 'select count(*)::int from ships')).toEqual([[5]]);
    await embedded.leave();
    bystander.kill('SIGKILL');
  });

  test('a cluster that cannot start reports the end of its log', async () => {
    writeFileSync(join(dataDir, 'postgres', 'postgresql.auto.conf'), 'no_such_setting = 1\n');
    const opened = openEmbeddedPostgres({ dataDir });
    await expect(opened).rejects.toThrow(EmbeddedStartFailed);
    await expect(opened).rejects.toThrow('no_such_setting');
  });
});
