/**
 * Builds the outputs that are older than their sources. A workspace that has something to build says what in its
 * `build.mjs`. The staleness check reads only file times; esbuild and vite load only when there is work. Concurrent
 * builds are safe: every file is renamed into place. As a program it builds the workspaces of the folder
 * that is named, or all.
 */
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root } from './install.mjs';

/** A change of these makes everything stale. */
const always = ['package-lock.json', 'tools/build.mjs', 'tools/output.mjs'].map((name) => join(root, name));

/**
 * Builds all stale outputs.
 *
 * @param {{ force?: boolean, within?: string }} [options] `force` builds everything; `within` a folder only its
 * workspaces
 * @returns {Promise<string[]>} names of the built units; messages go to stderr only
 */
export async function buildStale({ force = false, within = root } = {}) {
  const scripts = ['apps', 'packages', 'examples'].flatMap(workspaces).map((folder) => join(folder, 'build.mjs'));
  const present = scripts.filter((script) => script.startsWith(within) && existsSync(script));
  const units = await Promise.all(present.map(unitsOf));
  const stale = units.flat().filter((unit) => existsSync(unit.inputs[0]) && (force || isStale(unit)));
  if (stale.length === 0) return [];
  const started = performance.now();
  for (const unit of stale) {
    const startedAt = new Date();
    await unit.make().catch((error) => explain(unit, error));
    // Outputs get the time at which the build began: a source saved meanwhile is newer, and triggers the next build.
    for (const output of unit.outputs) if (existsSync(output)) utimesSync(output, startedAt, startedAt);
  }
  const names = stale.map((unit) => unit.name);
  process.stderr.write(`Built ${names.join(', ')} in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
  return names;
}

function workspaces(above) {
  const folder = join(root, above);
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** @returns {Promise<{ name: string, inputs: string[], outputs: string[], make: () => Promise<void> }[]>} */
async function unitsOf(script) {
  const { units = [] } = await import(pathToFileURL(script).href);
  return units.map((unit) => ({ ...unit, inputs: [...unit.inputs, script] }));
}

/** esbuild has printed the errors already; a stack trace would only bury them. */
function explain(unit, error) {
  if (error.errors === undefined) throw error;
  process.stderr.write(`The ${unit.name} did not build, for the reasons above.\n`);
  process.exit(1);
}

function isStale({ inputs, outputs }) {
  if (!outputs.every(existsSync)) return true;
  const oldest = Math.min(...outputs.map((output) => statSync(output).mtimeMs));
  return [...inputs, ...always].some((path) => newest(path) > oldest);
}

/** Includes the times of folders, which change when a file is removed. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  const names = stat.isDirectory() ? readdirSync(path).filter((name) => !/\.test\.tsx?$/.test(name)) : [];
  return Math.max(stat.mtimeMs, ...names.map((name) => newest(join(path, name))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const named = process.argv.slice(2).find((word) => !word.startsWith('--'));
  await buildStale({ force: process.argv.includes('--force'), within: named === undefined ? root : resolve(named) });
}
