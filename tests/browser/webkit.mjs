/**
 * Finds a WebKit for the journeys of `npm run test:services`, or installs Debian's as root: WebKitWebDriver with its
 * browser, and Xvfb for a screen.
 * Plain JavaScript: `npm run test:services` calls it before anything is built.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../harness/free-port.mjs';
import { installFromDebian, onPath } from './installed.mjs';

const advice =
  'The journeys need WebKit’s driver and a screen without a display, and found none. Install them ' +
  '(Debian: `sudo apt-get install webkit2gtk-driver xvfb`).\n';

/**
 * Finds WebKit’s driver and Xvfb; installs what the machine lacks.
 * @returns {Promise<{ driver: string, screen: string }>}
 * @throws {Error} when they cannot be installed, with the command that helps
 */
export async function webkitPaths() {
  const found = (await onThisMachine()) ?? ((await fromDebian()) ? await onThisMachine() : undefined);
  if (!found) throw new Error(advice);
  return found;
}

/**
 * Starts a virtual screen and WebKit’s driver on it, which listens on a loopback port.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function launchWebkit() {
  const { driver, screen } = await webkitPaths();
  const home = await mkdtemp(join(tmpdir(), 'pristan-webkit-'));
  const xvfb = spawn(screen, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const display = await firstLine(xvfb);
  const port = await freePort();
  const env = { PATH: process.env.PATH, LANG: 'en_GB.UTF-8', HOME: home, DISPLAY: `:${display}` };
  const server = spawn(driver, ['--host=127.0.0.1', `--port=${port}`], { env, stdio: 'ignore' });
  const end = () => [server, xvfb].forEach((child) => child.kill());
  process.once('exit', end);
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      process.off('exit', end);
      const gone = [server, xvfb].map((child) => new Promise((resolve) => child.once('close', resolve)));
      end();
      await Promise.all(gone);
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function onThisMachine() {
  const [driver, screen] = [await onPath(['WebKitWebDriver']), await onPath(['Xvfb'])];
  return driver && screen ? { driver, screen } : undefined;
}

async function fromDebian() {
  return installFromDebian(['webkit2gtk-driver', 'xvfb']);
}

/** Reads the number of the display, which Xvfb prints once the screen is ready. */
function firstLine(child) {
  return new Promise((resolve, reject) => {
    child.stdio[3].once('data', (text) => resolve(String(text).trim()));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code} before it had a display`)));
  });
}
