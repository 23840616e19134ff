import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findBinaryPackage } from './binaries.ts';
import { copyBinaries, makeEnterable } from './copy-binaries.ts';
import { EmbeddedUnavailable } from './errors.ts';

const parent = mkdtempSync(join(tmpdir(), 'pristan-binaries-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
const uid = process.getuid?.() ?? -1;
const here = `${process.platform}-${process.arch}`;

describe('the PostgreSQL binaries', () => {
  test('PostgreSQL binaries are unavailable on a platform without an npm package; the error says what to do instead', async () => {
    const found = findBinaryPackage('sunos-x64');
    await expect(found).rejects.toThrow(EmbeddedUnavailable);
    await expect(found).rejects.toThrow('set PRISTAN_DATABASE_URL');
  });

  test(
    'PostgreSQL binaries are complete after concurrent copies, which leave no drafts behind',
    { timeout: 60_000 },
    async () => {
      const { native } = await findBinaryPackage(here);
      const target = join(parent, 'copies', 'pg-1');
      mkdirSync(join(parent, 'copies'));
      mkdirSync(join(parent, 'copies', '.pg-1.dead01'));
      await Promise.all([1, 2, 3].map(() => copyBinaries(native, target, uid)));
      expect(readdirSync(join(parent, 'copies'))).toEqual(['pg-1']);
      const { stdout } = spawnSync(join(target, 'bin', 'postgres'), ['--version'], { encoding: 'utf8', env: {} });
      expect(stdout).toMatch(/^postgres \(PostgreSQL\) 18\./);
    },
  );

  test(
    'PostgreSQL binaries are copied with permissions for other users, even under a strict umask',
    { timeout: 60_000 },
    async () => {
      const { native } = await findBinaryPackage(here);
      const folder = join(parent, 'enterable');
      const umask = process.umask(0o077);
      try {
        await makeEnterable(folder, uid);
        await copyBinaries(native, join(folder, 'pg-1'), uid);
      } finally {
        process.umask(umask);
      }
      const program = join(folder, 'pg-1', 'bin', 'postgres');
      const way = [folder, join(folder, 'pg-1'), join(folder, 'pg-1', 'bin'), program];
      expect(way.map((path) => statSync(path).mode & 0o777)).toEqual([0o755, 0o755, 0o755, 0o755]);

      chmodSync(folder, 0o700);
      await makeEnterable(folder, uid);
      expect(statSync(folder).mode & 0o777).toBe(0o755);
    },
  );

  test('PostgreSQL binaries are refused in a folder that others can write to or that belongs to somebody else', async () => {
    const { native } = await findBinaryPackage(here);
    mkdirSync(join(parent, 'open', 'pg-1'), { recursive: true });
    await expect(copyBinaries(native, join(parent, 'open', 'pg-1'), uid + 1)).rejects.toThrow('belongs to uid');
    chmodSync(join(parent, 'open'), 0o777);
    await expect(copyBinaries(native, join(parent, 'open', 'pg-1'), uid)).rejects.toThrow('open to others');
  });
});
