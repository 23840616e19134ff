/** Builds the server: its bundle, and what its pages load. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bundle, forNode, replaceFile, writeCompressed } from '../../tools/output.mjs';
import { pageAssets } from './page-assets.mjs';

const dist = join(import.meta.dirname, 'dist');
const source = join(import.meta.dirname, 'src');
const packages = join(import.meta.dirname, '..', '..', 'packages');
const browser = join(source, 'pages', 'browser');
const scripts = namesIn(browser).filter((name) => /(?<!\.d|\.test)\.ts$/.test(name));
const scriptNames = scripts.map((name) => `${basename(name, '.ts')}.js`);

/** Build units for `tools/build.mjs`. */
export const units = [
  {
    name: 'server',
    inputs: [
      join(source, 'main.ts'),
      source,
      ...namesIn(packages).map((name) => join(packages, name, 'src')),
      join(packages, 'locales'),
    ],
    outputs: [join(dist, 'main.js')],
    make: makeServer,
  },
  {
    name: 'page scripts',
    inputs: [browser],
    outputs: scriptNames.map(authFile),
    make: makePageScripts,
  },
  {
    name: 'page assets',
    inputs: [join(source, 'pages', 'assets'), browser, join(import.meta.dirname, 'page-assets.mjs')],
    outputs: [join(dist, 'assets', 'names.json')],
    make: makePageAssets,
  },
];

/**
 * The bundle holds npm's packages too: one file loads in half the time of its thousand files. Outside stay native code,
 * which finds its own files, and two packages that dependencies look for and nobody installs.
 */
function makeServer() {
  return bundle({
    ...forNode,
    entryPoints: [join(source, 'main.ts')],
    outfile: join(dist, 'main.js'),
    // Without the sources themselves, which every start would read.
    sourcesContent: false,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.css': 'text', '.svg': 'text', '.html': 'text', '.sql': 'text' },
    external: ['sharp', '@node-rs/argon2', 'pg-native', 'typescript'],
    banner: {
      js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);`,
    },
  });
}

function makePageScripts() {
  const entryPoints = scripts.map((name) => join(browser, name));
  return bundle({
    entryPoints,
    outdir: authFile(''),
    platform: 'browser',
    format: 'iife',
    target: 'es2020',
    minify: true,
  });
}

/** Writes the list of names last, so that every listed file exists. */
async function makePageAssets() {
  const { files, names } = await pageAssets(
    join(source, 'pages', 'assets'),
    new Map(scriptNames.map((name) => [name, readFileSync(authFile(name))])),
  );
  await Promise.all([...files].map(([name, contents]) => writeCompressed(join(dist, 'assets', name), contents)));
  replaceFile(join(dist, 'assets', 'names.json'), JSON.stringify(names));
}

function namesIn(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function authFile(name) {
  return join(dist, 'auth', name);
}
