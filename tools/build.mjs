/**
 * Builds outputs that are older than their sources: the server, the browser scripts, the console, the examples. It
 * compares only file times; esbuild loads only when there is work. Concurrent builds are safe: every file is renamed
 * into place.
 */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compressed } from './compress.mjs';
import { pageAssets } from './page-assets.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const server = join(root, 'apps', 'server');
const pages = join(server, 'src', 'pages');
const button = join(root, 'packages', 'button');
const shop = join(root, 'examples', 'shop');
const consoleApp = join(root, 'apps', 'console');
const packages = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'src'));
const tool = (name) => join(root, 'tools', name);
const always = [tool('build.mjs'), tool('compress.mjs'), join(root, 'package-lock.json')];

/** Units of the build, each with its inputs and outputs. A unit whose first input does not exist is skipped. */
const units = [
  {
    name: 'server',
    inputs: [join(server, 'src', 'main.ts'), join(server, 'src'), ...packages],
    outputs: [join(server, 'dist', 'main.js')],
    make: () =>
      bundle({ entryPoints: [join(server, 'src', 'main.ts')], outfile: join(server, 'dist', 'main.js'), ...forServer }),
  },
  {
    name: 'page scripts',
    inputs: [join(pages, 'browser')],
    outputs: scriptsOf(join(pages, 'browser')).map((file) => authFile(`${basename(file, '.ts')}.js`)),
    make: () =>
      bundle({ entryPoints: scriptsOf(join(pages, 'browser')), outdir: join(server, 'dist', 'auth'), ...forBrowsers }),
  },
  {
    name: 'page assets',
    inputs: [join(pages, 'assets'), join(pages, 'browser'), tool('page-assets.mjs')],
    outputs: [join(server, 'dist', 'assets', 'names.json')],
    make: makePageAssets,
  },
  {
    name: 'button',
    inputs: [join(button, 'build.mjs'), join(button, 'src'), join(root, 'packages', 'wire', 'src')],
    outputs: [authFile('button.js'), authFile('button.min.js')],
    make: makeButton,
  },
  {
    name: 'console',
    inputs: [join(consoleApp, 'index.html'), join(consoleApp, 'vite.config.ts'), join(consoleApp, 'src')],
    outputs: [join(server, 'dist', 'console', 'index.html')],
    make: makeConsole,
  },
  {
    name: 'example shop',
    inputs: [join(shop, 'src', 'main.ts'), join(shop, 'src'), ...packages],
    outputs: [join(shop, 'dist', 'main.js')],
    make: () =>
      bundle({ entryPoints: [join(shop, 'src', 'main.ts')], outfile: join(shop, 'dist', 'main.js'), ...forNode }),
  },
  {
    name: 'example widget',
    inputs: [join(shop, 'widget', 'manifest.json'), join(shop, 'widget')],
    outputs: [join(shop, 'dist', 'widget.zip')],
    make: makeWidget,
  },
];

/** esbuild options of most units: workspace packages are bundled as sources; npm packages stay outside the bundle. */
const externals = {
  name: 'externals',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@pristan/') ? undefined : { path, external: true },
    );
  },
};

const forNode = {
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.css': 'text', '.svg': 'text', '.html': 'text', '.sql': 'text' },
  plugins: [externals],
};

/**
 * esbuild options of the server: its bundle holds npm packages too, since one file loads in half the time of a
 * thousand. Outside stay native code, which finds its own files, and two optional packages that are never installed.
 */
const forServer = {
  ...forNode,
  // The source map leaves out the sources themselves, which every start would read.
  sourcesContent: false,
  external: ['sharp', '@node-rs/argon2', 'pg-native', 'typescript'],
  plugins: [],
  banner: {
    js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);`,
  },
};

const forBrowsers = { platform: 'browser', format: 'iife', target: 'es2020', minify: true };

/**
 * Builds all stale outputs.
 *
 * @param {{ force?: boolean }} [options] `force` builds everything
 * @returns {Promise<string[]>} names of the units that were built; messages go to stderr only
 */
export async function buildStale({ force = false } = {}) {
  const stale = units.filter((unit) => existsSync(unit.inputs[0]) && (force || isStale(unit)));
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

/** Names the unit that failed, without a stack trace: esbuild has printed the errors already. */
function explain(unit, error) {
  if (error.errors === undefined) throw error;
  process.stderr.write(`The ${unit.name} did not build, for the reasons above.\n`);
  process.exit(1);
}

function isStale({ inputs, outputs }) {
  if (!outputs.every(existsSync)) return true;
  const oldest = Math.min(...outputs.map((output) => statSync(output).mtimeMs));
  return newest([...inputs, ...always]) > oldest;
}

/**
 * Returns the newest change time below these paths, folders included: a folder’s time changes when a file is removed.
 */
function newest(paths) {
  let latest = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const { mtimeMs } = statSync(path);
    latest = Math.max(latest, mtimeMs);
    if (!statSync(path).isDirectory()) continue;
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (!isTest(entry.name)) latest = Math.max(latest, newest([join(path, entry.name)]));
    }
  }
  return latest;
}

/**
 * Builds the console, and moves its files into place with the page last, so that a page on disk always has its scripts.
 */
async function makeConsole() {
  const { build } = await import('vite');
  const { output } = await build({ root: consoleApp, logLevel: 'warn', build: { write: false } });
  const folder = join(server, 'dist', 'console');
  const html = output.filter(({ fileName }) => fileName.endsWith('.html'));
  rmSync(join(folder, 'assets'), { recursive: true, force: true });
  await Promise.all(
    output
      .filter((one) => !html.includes(one))
      .map((file) => placeCompressed(join(folder, file.fileName), file.type === 'chunk' ? file.code : file.source)),
  );
  for (const { fileName, source } of html) place(join(folder, fileName), source);
}

/** Zips the example widget for upload; the same files give the same bytes. */
async function makeWidget() {
  const { ZipFile } = await import('yazl');
  const zip = new ZipFile();
  const folder = join(shop, 'widget');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map(({ parentPath, name }) => join(parentPath, name)).toSorted()) {
    zip.addFile(path, relative(folder, path), { mtime: new Date('2026-01-01T00:00:00Z'), mode: 0o100644 });
  }
  zip.end();
  const bytes = [];
  for await (const piece of zip.outputStream) bytes.push(piece);
  place(join(shop, 'dist', 'widget.zip'), Buffer.concat(bytes));
}

async function bundle(options) {
  const { build, stop } = await import('esbuild');
  const { outputFiles } = await build({ bundle: true, write: false, logLevel: 'warning', ...options });
  // The source map is written first, so that code on disk always has its map.
  for (const { path, contents } of outputFiles.toSorted((a, b) => b.path.length - a.path.length)) place(path, contents);
  await stop();
}

/** Builds the button’s script, a package with its own build and size limit. */
async function makeButton() {
  const script = join(button, 'build.mjs');
  const { buildButton } = await import(pathToFileURL(script).href);
  const draft = authFile(`.draft-${process.pid}`);
  mkdirSync(draft, { recursive: true });
  await buildButton(draft);
  for (const name of readdirSync(draft)) await placeCompressed(authFile(name), readFileSync(join(draft, name)));
  rmSync(draft, { recursive: true });
}

/**
 * Builds the assets of the server’s pages, and writes the list of their names last, so that every listed file exists.
 */
async function makePageAssets() {
  const folder = join(server, 'dist', 'assets');
  const scripts = scriptsOf(join(pages, 'browser')).map((file) => `${basename(file, '.ts')}.js`);
  const { files, names } = await pageAssets(
    join(pages, 'assets'),
    new Map(scripts.map((name) => [name, readFileSync(authFile(name))])),
  );
  await Promise.all([...files].map(([name, contents]) => placeCompressed(join(folder, name), contents)));
  place(join(folder, 'names.json'), JSON.stringify(names));
}

/** Writes a file with its compressed variants, which come first, so that a file on disk always has them. */
async function placeCompressed(path, contents) {
  for (const [ending, bytes] of await compressed(contents)) {
    if (bytes === undefined) rmSync(`${path}${ending}`, { force: true });
    else place(`${path}${ending}`, bytes);
  }
  place(path, contents);
}

function place(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}

function scriptsOf(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !isTest(name));
  return names.map((name) => join(folder, name));
}

function authFile(name) {
  return join(server, 'dist', 'auth', name);
}

function isTest(name) {
  return /\.test\.tsx?$/.test(name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildStale({ force: process.argv.includes('--force') });
