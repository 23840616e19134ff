/**
 * Brings a folder's node_modules in line with its package-lock.json, and does nothing when it already is.
 * Runs before anything is installed, so it uses Node's own modules only.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Installs `folder`'s locked packages when they are missing or differ from the lockfile. No package's install script
 * runs. Two processes may call it at once: the second waits for the first.
 * @param {string} folder absolute path of a folder with a package-lock.json
 * @param {string} why what it is for, said while the person waits
 */
export async function installIfStale(folder, why) {
  checkNode();
  if (isInstalled(folder)) return;
  // Beside the tools, not in node_modules: `npm ci` empties that folder.
  await alone(join(root, 'tools', `.installing-${basename(folder)}`), async () => {
    if (isInstalled(folder)) return;
    const started = performance.now();
    process.stderr.write(`Installing ${why} (npm ci, the first time only) …\n`);
    await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder);
    process.stderr.write(`Installed in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
  });
}

/**
 * Runs npm in a folder, its output on stderr so that stdout stays the caller's.
 * @param {string[]} args
 * @param {string} folder
 */
export async function npm(args, folder) {
  const cli = process.env.npm_execpath;
  const [command, before] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  const code = await run(command, [...before, ...args], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed in ${folder}; run it there yourself to see why`);
}

/**
 * Runs a command to its end and answers its exit code; a command ended by a signal counts as 1.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Says what to do on a Node that is too old, instead of failing later on some syntax. */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`Pristan needs Node 20.19 or newer; this is ${process.version}.\n`);
  process.exit(1);
}

/** @param {string} folder */
function isInstalled(folder) {
  const wanted = join(folder, 'package-lock.json');
  const present = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(present)) return false;
  if (statSync(present).mtimeMs >= statSync(wanted).mtimeMs) return true;
  // A checkout can touch the lockfile without changing what it says; wiping node_modules for that would cost 15 s.
  if (!sameTree(packagesOf(wanted), packagesOf(present))) return false;
  utimesSync(present, new Date(), new Date());
  return true;
}

/** @param {string} lockfile */
function packagesOf(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}

/** Everything installed is what the lockfile says, and nothing the lockfile requires is missing. */
function sameTree(wanted, present) {
  const same = (a, b) => a.version === b.version && a.integrity === b.integrity;
  return (
    Object.entries(present).every(([path, entry]) => wanted[path] && same(wanted[path], entry)) &&
    Object.entries(wanted).every(([path, entry]) => path === '' || path in present || isLeftOut(path, entry))
  );
}

/** npm leaves out other platforms' packages; those that a workspace needs show in the tree as links. */
function isLeftOut(path, entry) {
  return entry.optional === true || entry.devOptional === true || entry.peer === true || !path.includes('node_modules');
}

/** Runs `work` while no other process holds `lock`; a lock whose owner has died is taken over. */
async function alone(lock, work) {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!ownerLives(lock)) rmSync(lock, { force: true });
      else await wait(200);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function ownerLives(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // Made but not yet written: its owner is about to, unless it died right there.
    if (pid === 0) return Date.now() - statSync(lock).mtimeMs < 2000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
