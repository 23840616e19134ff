/**
 * Makes a folder's node_modules match its package-lock.json; does nothing if they match already. This module runs
 * before any installation, so it uses only Node's own modules.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Installs `folder`'s locked packages when they are missing or differ from the lockfile, without running install
 * scripts. Safe to call from two processes: the second waits for the first.
 *
 * @param {string} folder absolute path of a folder with a package-lock.json
 * @param {string} why purpose of the packages, printed while the person waits
 */
export async function installIfStale(folder, why) {
  checkNode();
  if (isInstalled(folder)) return;
  // The lock lies in the tools’ folder, since `npm ci` empties node_modules.
  await alone(join(root, 'tools', `.installing-${basename(folder)}`), async () => {
    if (isInstalled(folder)) return;
    const started = performance.now();
    process.stderr.write(`Installing ${why} (npm ci, the first time only) …\n`);
    // The build needs development packages, which NODE_ENV=production would omit.
    await npm(['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], folder);
    process.stderr.write(`Installed in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
  });
}

/**
 * Runs npm in a folder. npm’s output goes to stderr, so that stdout has only the caller's.
 *
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
 * Runs a command and returns its exit code; 1 when a signal ended the command.
 *
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

/** Stops on a Node that is too old and says what to do, where a syntax error would come later. */
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
  // git can change the lockfile's time without its content; a needless reinstallation would cost 15 s.
  if (!sameTree(packagesOf(wanted), packagesOf(present))) return false;
  utimesSync(present, new Date(), new Date());
  return true;
}

/** @param {string} lockfile */
function packagesOf(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}

/** Whether all installed packages match the lockfile, and none that the lockfile requires is missing. */
function sameTree(wanted, present) {
  const same = (a, b) => a.version === b.version && a.integrity === b.integrity;
  return (
    Object.entries(present).every(([path, entry]) => wanted[path] && same(wanted[path], entry)) &&
    Object.entries(wanted).every(([path, entry]) => path === '' || path in present || isLeftOut(path, entry))
  );
}

/** Whether npm leaves a package of the lockfile out: those for other platforms, and workspaces, which are links. */
function isLeftOut(path, entry) {
  return entry.optional === true || entry.devOptional === true || entry.peer === true || !path.includes('node_modules');
}

/** Runs `work` while holding a lock file; the lock of a dead process is taken over. */
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
    // The lock file is created but empty: its process is about to write into it, unless it died just then.
    if (pid === 0) return Date.now() - statSync(lock).mtimeMs < 2000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
