import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installIfStale, root, run } from '../tools/install.mjs';

/**
 * Installs and builds another checkout of this repository: a folder as it is, or a commit in a temporary folder that
 * `close` removes.
 *
 * @param {string} what a folder, or a commit as git names it
 */
export async function openCheckout(what) {
  if (existsSync(join(what, 'package-lock.json'))) return prepared(resolve(what), () => undefined);
  const above = mkdtempSync(join(tmpdir(), 'pristan-against-'));
  const folder = join(above, 'checkout');
  const git = (...args) => execFileSync('git', ['-C', root, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const close = () => {
    rmSync(above, { recursive: true, force: true });
    git('worktree', 'prune');
  };
  try {
    git('worktree', 'add', '--detach', folder, what);
    shareModules(folder);
    return await prepared(folder, close);
  } catch (error) {
    close();
    throw error;
  }
}

/**
 * Hard-links the packages of this checkout into another one, which takes no time. With another lockfile or disk they
 * are installed instead.
 *
 * @param {string} folder
 */
function shareModules(folder) {
  const lock = (of) => readFileSync(join(of, 'package-lock.json'), 'utf8');
  if (lock(folder) !== lock(root)) return;
  const modules = join(folder, 'node_modules');
  try {
    execFileSync('cp', ['-al', join(root, 'node_modules'), modules], { stdio: 'ignore' });
  } catch {
    rmSync(modules, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {() => void} close
 */
async function prepared(folder, close) {
  await installIfStale(folder, 'packages of the other checkout');
  if ((await run(process.execPath, ['tools/build.mjs'], { cwd: folder })) !== 0)
    throw new Error(`${folder} does not build`);
  return { folder, close };
}
