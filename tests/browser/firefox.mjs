/**
 * Finds a Firefox for the journeys of `npm run test:services`, or installs Debian's, in this order: PRISTAN_FIREFOX;
 * one on the PATH; as root with apt, `firefox-esr`. Its driver has its own lockfile in tools/firefox.
 * Plain JavaScript: `npm run test:services` calls it before anything is built.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { installIfStale, root } from '../../tools/install.mjs';
import { installFromDebian, isExecutable, onPath } from './installed.mjs';

const namesOnPath = ['firefox-esr', 'firefox'];
const driverFolder = join(root, 'tools', 'firefox');
const advice =
  'The journeys need a Firefox and found none. Install one (Debian: `sudo apt-get install firefox-esr`), ' +
  'or name one that you have: `PRISTAN_FIREFOX=/path/to/firefox npm run test:services`.\n';

/** Settings with which Firefox reaches only this machine: requests to any other host go to a closed port. */
const prefs = {
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.proxy.no_proxies_on': 'localhost, .localhost, 127.0.0.1',
  'intl.accept_languages': 'en',
};

/**
 * Finds Firefox and installs its driver; installs what the machine lacks.
 * @returns {Promise<string>} path of the program
 * @throws {Error} when Firefox cannot be installed, with the command that helps
 */
export async function firefoxPath() {
  const path = await program();
  await installIfStale(driverFolder, 'what drives a Firefox');
  return path;
}

/** Starts Firefox without a window; accepts untrusted certificates. */
export async function launchFirefox() {
  const executablePath = await firefoxPath();
  const puppeteer = createRequire(join(driverFolder, 'package.json'))('puppeteer-core');
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    acceptInsecureCerts: true,
    extraPrefsFirefox: prefs,
  });
}

async function program() {
  const named = process.env.PRISTAN_FIREFOX;
  if (named) {
    if (await isExecutable(named)) return named;
    throw new Error(`PRISTAN_FIREFOX names ${named}, which is no program that this user can run.`);
  }
  const found = await onPath(namesOnPath);
  if (found) return found;
  await installFromDebian(['firefox-esr']);
  const brought = await onPath(namesOnPath);
  if (!brought) throw new Error(advice);
  return brought;
}
