/**
 * Builds what is older than its sources: the server, the scripts that browsers load, the example's site.
 * Checking that nothing is stale reads only file times; esbuild is loaded only when there is work.
 * Two processes may build at once: every file appears whole, by a rename.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const server = join(root, 'apps', 'server');
const pages = join(server, 'src', 'pages');
const button = join(root, 'packages', 'button');
const shop = join(root, 'examples', 'shop');
const consoleApp = join(root, 'apps', 'console');
const packages = readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name, 'src'));
const always = [fileURLToPath(import.meta.url), join(root, 'package-lock.json')];

/** What is built from what. A unit whose first input is not there does not exist. */
const units = [
  {
    name: 'server',
    inputs: [join(server, 'src', 'main.ts'), join(server, 'src'), ...packages],
    outputs: [join(server, 'dist', 'main.js')],
    make: () =>
      bundle({ entryPoints: [join(server, 'src', 'main.ts')], outfile: join(server, 'dist', 'main.js'), ...forNode }),
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
    inputs: [join(pages, 'assets')],
    outputs: [join(server, 'dist', 'assets')],
    make: copyAssets,
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

/** Workspace packages are sources and go into the bundle; what npm installed stays outside it. */
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

const forBrowsers = { platform: 'browser', format: 'iife', target: 'es2020', minify: true };

/**
 * Brings every build output up to date with its sources.
 * @param {{ force?: boolean }} [options] `force` builds everything
 * @returns {Promise<string[]>} the names of what was built; messages go to stderr only
 */
export async function buildStale({ force = false } = {}) {
  const stale = units.filter((unit) => existsSync(unit.inputs[0]) && (force || isStale(unit)));
  if (stale.length === 0) return [];
  const started = performance.now();
  for (const unit of stale) {
    const startedAt = new Date();
    await unit.make().catch((error) => explain(unit, error));
    // Outputs take the time at which reading began: a source saved meanwhile is newer, and builds again.
    for (const output of unit.outputs) if (existsSync(output)) utimesSync(output, startedAt, startedAt);
  }
  const names = stale.map((unit) => unit.name);
  process.stderr.write(`Built ${names.join(', ')} in ${((performance.now() - started) / 1000).toFixed(1)} s.\n`);
  return names;
}

/** esbuild has printed what is wrong with the sources; a stack of this file's own would only bury it. */
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

/** A folder counts with its own time too, which is how a removed file shows. */
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

/** Built beside its place and moved there, the page last: whoever sees it finds its scripts. */
async function makeConsole() {
  const { build } = await import('vite');
  const { output } = await build({ root: consoleApp, logLevel: 'warn', build: { write: false } });
  const folder = join(server, 'dist', 'console');
  const pages = output.filter(({ fileName }) => fileName.endsWith('.html'));
  rmSync(join(folder, 'assets'), { recursive: true, force: true });
  for (const file of [...output.filter((one) => !pages.includes(one)), ...pages]) {
    place(join(folder, file.fileName), file.type === 'chunk' ? file.code : file.source);
  }
}

/** The example's widget as its integrator uploads it; the same files give the same bytes. */
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
  // The map first: whoever sees the new code finds its map.
  for (const { path, contents } of outputFiles.toSorted((a, b) => b.path.length - a.path.length)) place(path, contents);
  await stop();
}

/** The button is its own package and builds itself, within its own size limit. */
async function makeButton() {
  const script = join(button, 'build.mjs');
  const { buildButton } = await import(pathToFileURL(script).href);
  const draft = authFile(`.draft-${process.pid}`);
  mkdirSync(draft, { recursive: true });
  await buildButton(draft);
  for (const name of readdirSync(draft)) renameSync(join(draft, name), authFile(name));
  rmSync(draft, { recursive: true });
}

async function copyAssets() {
  const from = join(pages, 'assets');
  const to = join(server, 'dist', 'assets');
  mkdirSync(to, { recursive: true });
  const files = readdirSync(from, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of files) {
    const source = join(entry.parentPath, entry.name);
    const target = join(to, relative(from, source));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(source, `${target}.${process.pid}`);
    renameSync(`${target}.${process.pid}`, target);
  }
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
