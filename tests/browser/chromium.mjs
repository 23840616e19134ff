/**
 * Finds a Chromium for the tests, or brings one. In this order: PRISTAN_CHROMIUM; a chromium or Chrome on the PATH;
 * as root with apt, Debian's own; the one that an npm package ships. It never lets a test go unrun for want of a browser.
 * Plain JavaScript: `npm test` asks it before anything is built.
 */
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { installIfStale, root } from '../../tools/install.mjs';
import { installFromDebian, isExecutable, onPath } from './installed.mjs';

const namesOnPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const shippedFolder = join(root, 'tools', 'browser');
const unpacked = join(shippedFolder, 'node_modules', '.unpacked');
const launcher = join(unpacked, 'chromium.sh');
const popupSwitch = '--disable-popup-blocking';
const advice =
  'The tests need a Chromium and found none. Install one (Debian and Ubuntu: `sudo apt-get install chromium`), ' +
  'or name one that you have: `PRISTAN_CHROMIUM=/path/to/chrome npm test`.\n';

/** Flags for a browser that stays on this machine: no sandbox of its own, no calls home. */
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
 * The executables to launch; installs one when the machine has none. The light one is Debian's headless build beside its
 * browser, for which a window takes a quarter of the time; it has no popup blocker. Who names a browser gets that one for
 * everything.
 * @returns {Promise<{ full: string, light: string }>}
 * @throws {Error} when none can be had, with the command that helps
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
  return { full: found, light: (await isExecutable(headless)) ? headless : found };
}

/**
 * Starts the browser through playwright-core. Options are Playwright's; `args` are added to {@link chromiumArgs}. With
 * `ignoreDefaultArgs: ['--disable-popup-blocking']` every browser blocks the windows that no press opened.
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

/** The shipped browser is Chromium's headless shell, which has no popup blocker: the rule of the real one, lent to it. */
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
  // Older releases have no headless build apart.
  await installFromDebian(['chromium', 'chromium-headless-shell'], ['chromium']);
  return onPath(namesOnPath);
}

/** The npm package holds the browser compressed, for x64 Linux, with the few libraries that a bare system lacks. */
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
  await writeFile(join(draft, 'fonts.conf'), fontsConf(unpacked));
  await writeFile(join(draft, 'chromium.sh'), launcherScript);
  await chmod(join(draft, 'chromium.sh'), 0o755);
  // Whoever unpacked first stays; a browser may already be running from it.
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

// The libraries go to the browser alone; in the environment of the tests they would reach every other program too.
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
