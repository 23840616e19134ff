/**
 * Gives the Chromium of the npm package the one library that a bare Debian may lack, SQLite: without it NSS ends the
 * browser at its first https page. apt downloads the package for any user; nothing is installed.
 */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../tools/install.mjs';

const library = 'libsqlite3.so.0';
const systemFolders = [
  '/usr/lib/x86_64-linux-gnu',
  '/lib/x86_64-linux-gnu',
  '/usr/lib64',
  '/lib64',
  '/usr/lib',
  '/lib',
];
const advice =
  `The https journeys need ${library}, which this machine lacks and apt did not give. ` +
  'Install it (Debian: `sudo apt-get install libsqlite3-0`).\n';

/**
 * Puts SQLite into the folder where the shipped browser looks for libraries, unless the system has it.
 * @param {string} folder
 */
export async function lendSqlite(folder) {
  if (systemFolders.some((system) => existsSync(join(system, library)))) return;
  const draft = await mkdtemp(join(tmpdir(), 'pristan-sqlite-'));
  try {
    const found = existsSync('/usr/bin/apt-get') ? await fromApt(draft) : undefined;
    if (found === undefined) process.stderr.write(advice);
    else await copyFile(found, join(folder, library));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * Downloads SQLite’s package by apt and unpacks it below `draft`; fetches package lists of its own where the system has
 * none.
 */
async function fromApt(draft) {
  const quiet = { cwd: draft, stdio: ['ignore', 'ignore', 'ignore'] };
  const lists = ['-o', `Dir::State::Lists=${join(draft, 'lists')}`, '-o', `Dir::Cache=${join(draft, 'cache')}`];
  const download = (own) => run('apt-get', [...own, 'download', 'libsqlite3-0'], quiet);
  if ((await download([])) !== 0) {
    for (const name of ['lists/partial', 'cache/archives/partial']) await mkdir(join(draft, name), { recursive: true });
    await run('apt-get', [...lists, 'update'], quiet);
    if ((await download(lists)) !== 0) return undefined;
  }
  const packed = (await readdir(draft)).find((name) => name.endsWith('.deb'));
  if (packed === undefined || (await run('dpkg-deb', ['-x', packed, 'unpacked'], quiet)) !== 0) return undefined;
  return systemFolders.map((system) => join(draft, 'unpacked', system, library)).find((path) => existsSync(path));
}
