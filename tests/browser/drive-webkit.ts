import { setTimeout as delay } from 'node:timers/promises';
import type { DrivenBrowser, Tab } from './driven-browser.ts';
import { patienceMs, takesClick } from './driven-browser.ts';
import type { WebDriver } from './webdriver.ts';
import { openSession, WebDriverRefusal } from './webdriver.ts';
import { launchWebkit } from './webkit.mjs';

const dead = '127.0.0.1:9';
const PAUSE_MS = 50;

const tries = 3;

/** Starts WebKit. Its driver’s commands go to one window at a time, so tests run one after the other. */
export async function driveWebkit(): Promise<DrivenBrowser> {
  const { driver, session } = await start();
  // The first window stays open: a closed window cannot open another.
  const first = await session.send<string>('GET', '/window');
  return {
    name: 'webkit',
    hasDied: () => Promise.resolve(false),
    async newTab() {
      await session.send('POST', '/window', { handle: first });
      const { handle } = await session.send<{ handle: string }>('POST', '/window/new', { type: 'window' });
      return tabOf(session, handle);
    },
    async close() {
      await session.end();
      await driver.close();
    },
  };
}

/** Starts WebKit, and starts it again when it never reports to its driver, as can happen on a busy machine. */
async function start(): Promise<{ driver: Awaited<ReturnType<typeof launchWebkit>>; session: WebDriver }> {
  // The browser reaches only this machine: requests to any other host go to a closed port.
  const noProxy = ['localhost', '.localhost', '127.0.0.1'];
  const proxy = { proxyType: 'manual', httpProxy: dead, sslProxy: dead, noProxy };
  const failures: unknown[] = [];
  while (failures.length < tries) {
    const driver = await launchWebkit();
    try {
      return { driver, session: await openSession(driver.url, { acceptInsecureCerts: true, proxy }) };
    } catch (error) {
      failures.push(error);
      await driver.close();
    }
  }
  throw new AggregateError(failures, `WebKit did not start in ${tries} tries`);
}

function tabOf(session: WebDriver, handle: string): Tab {
  const here = async <Answer>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer> => {
    await session.send('POST', '/window', { handle });
    return session.send<Answer>(method, path, body);
  };
  const run = <Answer>(script: string, ...args: unknown[]): Promise<Answer> =>
    here('POST', '/execute/sync', { script, args });
  /** Waits until an element can be pressed; returns its path in the WebDriver protocol. */
  const at = (xpath: string): Promise<string> =>
    until(async () => {
      const found = await here<Record<string, string>>('POST', '/element', { using: 'xpath', value: xpath });
      const isReady = await run<boolean>(`return (${takesClick.toString()})(arguments[0])`, found);
      return isReady ? `/element/${Object.values(found)[0]}` : undefined;
    }, `nothing to press at ${xpath}`);
  /** Acts on an element, and tries again while the driver refuses because the element is fading in. */
  const act = (xpath: string, what: 'click' | 'value', body?: object): Promise<void> =>
    until(async () => {
      await here('POST', `${await at(xpath)}/${what}`, body);
      return true;
    }, `nothing to press at ${xpath}`).then(() => undefined);
  const handles = () => session.send<string[]>('GET', '/window/handles');
  return {
    open: (address) => here('POST', '/url', { url: address }),
    waitFor: async (xpath) => void (await at(xpath)),
    click: (xpath) => act(xpath, 'click'),
    pressKey: (xpath, key) => act(xpath, 'value', { text: key === 'Enter' ? '\uE007' : ' ' }),
    type: (xpath, text) => act(xpath, 'value', { text }),
    async popup(press) {
      const before = await handles();
      await press();
      const opened = await until(
        async () => (await handles()).find((one) => !before.includes(one)),
        'no window was opened',
      );
      return tabOf(session, opened);
    },
    address: () => here('GET', '/url'),
    text: () => run('return document.body.innerText'),
    back: () => here('POST', '/back'),
    isClosed: async () => !(await handles()).includes(handle),
    leftTheWeb: async () => !/^https?:/.test(await here<string>('GET', '/url')),
    complaints: () => undefined,
    close: () => here('DELETE', '/window'),
  };
}

/** Repeats a question to the page until it answers; a page that is loading does not. */
async function until<Answer>(ask: () => Promise<Answer | undefined>, otherwise: string): Promise<Answer> {
  const startedAt = Date.now();
  let last: unknown;
  while (Date.now() - startedAt < patienceMs) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!(error instanceof WebDriverRefusal)) throw error;
      last = error;
    }
    await delay(PAUSE_MS);
  }
  throw new Error(otherwise, { cause: last });
}
