/**
 * Finds a program on this machine or installs Debian's, for the browser finders in this folder.
 * Plain JavaScript: called before anything is built.
 */
import { existsSync } from 'node:fs';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from '../../tools/install.mjs';

/**
 * Finds the first of these programs on the PATH.
 * @param {readonly string[]} names
 * @returns {Promise<string | undefined>}
 */
export async function onPath(names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const candidate = join(folder, name);
      if (folder && (await isExecutable(candidate))) return candidate;
    }
  }
  return undefined;
}

/**
 * Installs packages with apt, if run as root on Debian or a derivative.
 * @param {readonly (readonly string[])[]} choices lists of packages; the next is tried when one cannot be installed
 * @returns {Promise<boolean>} whether one list was installed
 */
export async function installFromDebian(...choices) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  process.stderr.write(`Installing Debian’s ${choices[0]?.join(', ')} for the tests …\n`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = { env, stdio: ['ignore', 'ignore', 2] };
  await run('apt-get', ['-qq', 'update'], quiet);
  for (const packages of choices) {
    const code = await run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...packages], quiet);
    if (code === 0) return true;
  }
  return false;
}

/** @param {string} path */
export async function isExecutable(path) {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
