import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sessionCookie } from '../harness/api-caller.ts';
import { endpointsOf } from '../harness/keyed-calls.ts';
import { widgetZip } from '../harness/widget.ts';
import type { ConsoleButton } from './writing-button.ts';
import { consoleButtons } from './writing-buttons.ts';
import type { SlowNetwork } from './slow-network.ts';
import { openSlowFixture, type BrowserFixture } from './browser-fixture.ts';

const latencyMs = 600;

/** Source of the console, which names each operation that it calls. */
const consoleFolder = join(import.meta.dirname, '../../apps/console/src');
const source = readdirSync(consoleFolder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\./.test(file))
  .map((file) => readFileSync(join(consoleFolder, file), 'utf8'))
  .join('\n');

interface Sent {
  readonly operation: string;
  readonly key: string | undefined;
}

let stage: BrowserFixture & { readonly network: SlowNetwork };
let made: Awaited<ReturnType<typeof consoleButtons>>;
let context: BrowserContext;
let page: Page;
/** Writes sent by the console since the last reset, shown secrets included. */
let sent: Sent[] = [];
let answered: number[] = [];

beforeAll(async () => {
  stage = await openSlowFixture({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8', PRISTAN_CLONE_THRESHOLD: '1' });
  made = await consoleButtons(stage.platform);
  context = await stage.visitor();
  const [name = '', value = ''] = (await sessionCookie(stage.platform, made.person.id)).split('=');
  await context.addCookies([{ name, value, url: stage.url }]);
  page = await context.newPage();
  const writes = endpointsOf(stage.platform).map(({ method, path, operationId }) => ({
    operationId,
    method,
    pattern: new RegExp(`^/api/platform${path.replaceAll(/:\w+/g, '[^/]+')}$`),
  }));
  const operationOf = (method: string, url: string): string | undefined => {
    const { pathname } = new URL(url);
    const found = writes.find((one) => one.method === method && one.pattern.test(pathname))?.operationId;
    return method === 'GET' && found !== 'reveal_secret' ? undefined : (found ?? `${method} ${pathname}`);
  };
  page.on('request', (request) => {
    const operation = operationOf(request.method(), request.url());
    if (operation !== undefined) sent.push({ operation, key: request.headers()['idempotency-key'] });
  });
  page.on('response', (response) => {
    if (operationOf(response.request().method(), response.url()) === undefined) return;
    answered.push(response.status());
    // The reads that follow the write are not under test, so they are not slowed.
    stage.network.latency(0);
  });
});
afterAll(async () => {
  await context.close();
  await made.close();
  await stage.close();
});
beforeEach(() => stage.network.latency(0));

async function open(button: ConsoleButton): Promise<void> {
  await page.goto(`${stage.url}/console${await button.at()}`, { waitUntil: 'commit' });
  await button.before?.(page);
  await button.button(page).waitFor();
  sent = [];
  answered = [];
  stage.network.latency(latencyMs);
}

/** Operations that end the fixture's own sessions; their buttons are pressed last. */
const endings = ['end_other_sessions', 'end_session'];

/** Expects that exactly one write was sent, and that it succeeded. */
function expectOne(operation: string): void {
  expect(sent).toEqual([{ operation, key: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
  expect(answered).toEqual([expect.toSatisfy((status: number) => status >= 200 && status < 300)]);
}

test('every write operation that the console sends is tested by one of its buttons', () => {
  const writes = endpointsOf(stage.platform)
    .filter(({ method, operationId }) => method !== 'GET' || operationId === 'reveal_secret')
    .map(({ operationId }): string => operationId)
    .filter((operation) => source.includes(`'${operation}'`));
  const pressed = new Set([...made.buttons.map(({ operation }) => operation), 'upload_widget']);
  expect([...pressed].toSorted()).toEqual(writes.toSorted());
});

/** Presses a button in one way; returns a complaint unless exactly one request succeeded and the page shows success. */
async function complaint(button: ConsoleButton, press: (pressed: Locator) => Promise<unknown>): Promise<string[]> {
  try {
    await open(button);
    await press(button.button(page));
    await button.end(page).waitFor({ state: 'attached' });
    expectOne(button.operation);
    return [];
  } catch (error) {
    const requests = sent.map(({ operation }) => operation).join(', ');
    return [
      `${button.operation}, ${button.means}; sent: ${requests}; answered: ${answered.join(', ')}; ${String(error)}`,
    ];
  } finally {
    stage.network.latency(0);
  }
}

/** Presses three times before anything is rendered, so that disabling the button cannot help. */
const threeAtOnce = (pressed: Locator) =>
  pressed.evaluate((element: HTMLElement) => {
    for (let time = 0; time < 3; time++) element.click();
  });
const tripleClick = (pressed: Locator) => pressed.click({ clickCount: 3 });
async function enterTwice(pressed: Locator): Promise<void> {
  await pressed.focus();
  for (let time = 0; time < 2; time++) await page.keyboard.press('Enter');
}

test('three presses at once on any console button that writes send one request', async () => {
  const complaints: string[] = [];
  for (const button of made.buttons.filter(({ operation }) => !endings.includes(operation)))
    complaints.push(...(await complaint(button, threeAtOnce)));
  expect(complaints).toEqual([]);
}, 120_000);

/** One button of each kind: a single one, a form's, a dialog's. */
const kinds = ['check_addresses, all of them', 'mint_personal_token, shown once', 'rotate_secret, after a leak'];

test.each([
  ['a triple click', tripleClick],
  ['Enter twice', enterTwice],
])('%s on a single, a form’s or a dialog’s button sends one request', async (_, press) => {
  const tried = made.buttons.filter(({ operation, means }) => kinds.includes(`${operation}, ${means}`));
  expect(tried.length).toBe(kinds.length);
  const complaints: string[] = [];
  for (const button of tried) complaints.push(...(await complaint(button, press)));
  expect(complaints).toEqual([]);
});

test('a file chosen three times at once is uploaded once', async () => {
  await page.goto(`${stage.url}/console${await made.pageForWidgets()}`);
  const chooser = page.getByLabel('Choose widget.zip');
  await chooser.waitFor({ state: 'attached' });
  sent = [];
  answered = [];
  stage.network.latency(latencyMs);
  await chooser.evaluate(
    (input: HTMLInputElement, bytes) => {
      for (let time = 0; time < 3; time++) {
        const chosen = new DataTransfer();
        chosen.items.add(new File([new Uint8Array(bytes)], 'widget.zip', { type: 'application/zip' }));
        input.files = chosen.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
      }
    },
    [...(await widgetZip())],
  );
  await page.getByText('Version 1 is uploaded. It is not published yet.').waitFor();
  await page.getByRole('listitem').filter({ hasText: 'Version 1' }).waitFor();
  expectOne('upload_widget');
});

test.each(endings)('three presses at once send %s once', async (ending) => {
  const [out = expect.fail('no such button')] = made.buttons.filter(({ operation }) => operation === ending);
  expect(await complaint(out, threeAtOnce)).toEqual([]);
});
