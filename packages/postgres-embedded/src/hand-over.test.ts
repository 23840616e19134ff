import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  lchownSync,
  linkSync,
  lstatSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareBinaries } from './binaries.ts';
import { EmbeddedUnavailable } from './errors.ts';
import { openEmbeddedPostgres } from './index.ts';
import { connectionTo } from './probe.ts';
import type { Runner } from './runner.ts';
import { launchServer } from './server.ts';
import { socketFolderOf } from './socket-folder.ts';
import { type EmbeddedFixture, connect, postmasterOf, query, openEmbeddedFixture } from './testing/fixture.ts';
import { readUsers } from './users.ts';

const TIMEOUT_MS = 60_000;
const isRoot = process.getuid?.() === 0;
/** The user as whom older versions ran PostgreSQL on machines without a user `postgres`. */
const nobody: Runner = { uid: 65534, gid: 65534, name: 'nobody', switchUser: true };
let stage: EmbeddedFixture;
/** A stopped cluster with a one-row table `ships`, for tests to copy. */
let seed: string;

beforeAll(async () => {
  stage = await openEmbeddedFixture();
  const dataDir = stage.dataDir('seed');
  const embedded = await openEmbeddedPostgres({ dataDir });
  await query(embedded.connection, `create table ships (name text); insert into ships values ('Chaika')`);
  await embedded.leave();
  seed = join(dataDir, 'postgres');
}, TIMEOUT_MS);
afterAll(() => stage.clear(), TIMEOUT_MS);

/** A data directory whose cluster belongs to the user nobody. */
function formerCluster(name: string) {
  const dataDir = stage.dataDir(name);
  const cluster = join(dataDir, 'postgres');
  cpSync(seed, cluster, { recursive: true });
  execFileSync('chown', ['-R', `${nobody.uid}:${nobody.gid}`, cluster]);
  return { dataDir, cluster };
}

/** Starts the cluster's server as an older version of the platform did. */
async function startFormer({ dataDir, cluster }: { dataDir: string; cluster: string }) {
  const binaries = await prepareBinaries(nobody, dataDir);
  const socket = await socketFolderOf(cluster, nobody);
  const place = {
    cluster,
    socket,
    runner: nobody,
    postgres: binaries.postgres,
    logFile: join(dataDir, 'postgres.log'),
  };
  await launchServer(place);
  await expect
    .poll(() => query(connectionTo(place), 'select 1').catch(() => undefined), { timeout: 20_000 })
    .toEqual([[1]]);
  return connectionTo(place);
}

function everything(folder: string): string[] {
  return [folder, ...readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)))];
}

const ownUid = () => readUsers().find(({ name }) => name === 'pristan')?.uid;

test('a new cluster belongs to the user who runs the platform, or to a dedicated user if that is root', () => {
  const names = readUsers()
    .filter(({ uid }) => uid === statSync(seed).uid)
    .map(({ name }) => name);
  expect(names).toEqual([isRoot ? 'pristan' : userInfo().username]);
});

// Only root can create clusters of other users and change their owner.
if (isRoot)
  describe('a cluster of a platform run by root', { timeout: TIMEOUT_MS }, () => {
    test('a cluster that an older version created under a shared user changes its owner once, rows intact', async () => {
      const { dataDir, cluster } = formerCluster('former');
      const stranger = join(stage.folder, 'stranger');
      writeFileSync(stranger, 'secret', { mode: 0o600 });
      linkSync(stranger, join(cluster, 'linked'));
      symlinkSync(stranger, join(cluster, 'pointing'));
      lchownSync(join(cluster, 'pointing'), nobody.uid, nobody.gid);
      const told: string[] = [];

      const embedded = await openEmbeddedPostgres({ dataDir, log: (line) => told.push(line) });
      expect(await query(embedded.connection, 'select name from ships')).toEqual([['Chaika']]);
      expect(statSync(`/proc/${postmasterOf(dataDir)}`).uid).toBe(ownUid());
      const left = everything(cluster).filter((path) => lstatSync(path).uid !== ownUid());
      expect(left).toEqual([join(cluster, 'linked')]);
      expect(lstatSync(stranger).uid).toBe(0);
      await embedded.leave();

      const again = await openEmbeddedPostgres({ dataDir, log: (line) => told.push(line) });
      await again.leave();
      expect(told.filter((line) => line.startsWith('giving'))).toEqual([`giving ${cluster} to the user pristan`]);
    });

    test('a server left behind by a killed process is stopped before its cluster changes owner', async () => {
      const former = formerCluster('orphaned');
      await startFormer(former);
      const embedded = await openEmbeddedPostgres({ dataDir: former.dataDir });
      expect(statSync(`/proc/${postmasterOf(former.dataDir)}`).uid).toBe(ownUid());
      expect(await query(embedded.connection, 'select name from ships')).toEqual([['Chaika']]);
      await embedded.leave();
    });

    test('a cluster keeps its owner while another process uses it; the error says what to do', async () => {
      const former = formerCluster('used');
      const other = await connect(await startFormer(former), 'pristan-presence');
      const opened = openEmbeddedPostgres({ dataDir: former.dataDir });
      await expect(opened).rejects.toThrow(EmbeddedUnavailable);
      await expect(opened).rejects.toThrow('stop that process, then start this one again');
      expect(statSync(former.cluster).uid).toBe(nobody.uid);
      expect((await other.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      await other.end();
    });

    test('a cluster run by root accepts its own user and root only, even through an open folder', async () => {
      const long = stage.dataDir('long'.repeat(30));
      const embedded = await openEmbeddedPostgres({ dataDir: long });
      const { host } = embedded.connection;
      chmodSync(host, 0o755);
      chmodSync(join(host, '.s.PGSQL.5432'), 0o777);
      const as = async (uid: number) => {
        process.seteuid?.(uid);
        try {
          return await query(embedded.connection, 'select current_user::text');
        } finally {
          process.seteuid?.(0);
        }
      };
      expect(await as(0)).toEqual([['pristan']]);
      expect(await as(ownUid() ?? 0)).toEqual([['pristan']]);
      // The machine's own PostgreSQL runs as one of these users, and its superuser can run programs as that user.
      for (const uid of [nobody.uid, readUsers().find(({ name }) => name === 'postgres')?.uid ?? 1])
        await expect(as(uid)).rejects.toMatchObject({ code: '28000' });
      chmodSync(host, 0o700);
      await embedded.leave();
    });

    test('access rules that somebody planted in the cluster folder are replaced', async () => {
      const { dataDir, cluster } = formerCluster('planted');
      const target = join(stage.folder, 'target');
      writeFileSync(target, 'kept');
      execFileSync('ln', ['-sf', target, join(cluster, 'pg_hba.conf')]);
      const embedded = await openEmbeddedPostgres({ dataDir });
      expect(readFileSync(target, 'utf8')).toBe('kept');
      expect(lstatSync(join(cluster, 'pg_hba.conf')).isFile()).toBe(true);
      await embedded.leave();
    });
  });
