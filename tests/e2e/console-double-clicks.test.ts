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

/** Writes that no console button sends, and their senders. */
const sentElsewhere: Readonly<Record<string, string>> = {
  refuse_adoption: 'a page of the server, where an admin of the other account refuses',
  write_settings: 'a page of the server, where an account sets the widget up',
  mint_one_time_token: 'a widget, for the person who uses it',
  ask_fresh_code: 'the server of an integration',
  end_other_sessions: 'a page of the server, My sessions',
};

interface Sent {
  readonly operation: string;
  readonly key: string | undefined;
}

let stage: BrowserFixture & { readonly network: SlowNetwork };
let made: Awaited<ReturnType<typeof consoleButtons>>;
let context: BrowserContext;
let page: Page;
/** The writes since the last reset, secret views included, and their statuses. */
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
    // The reads that follow the write are not under test.
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

/** Expects exactly one request, and that it succeeded. */
function expectOne(operation: string): void {
  expect(sent).toEqual([{ operation, key: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
  expect(answered).toEqual([expect.toSatisfy((status: number) => status >= 200 && status < 300)]);
}

test('every write operation has a button here, or a reason for none', () => {
  const writes = endpointsOf(stage.platform)
    .filter(({ method, operationId }) => method !== 'GET' || operationId === 'reveal_secret')
    .map(({ operationId }): string => operationId);
  const pressed = new Set([...made.buttons.map(({ operation }) => operation), 'upload_widget']);
  expect([...pressed, ...Object.keys(sentElsewhere)].toSorted()).toEqual(writes.toSorted());
});

/** Presses in one way; returns a complaint unless exactly one request succeeded and the page shows its end. */
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

/** All presses before anything is rendered, so that disabling the button cannot help. */
const threeAtOnce = (pressed: Locator) =>
  pressed.evaluate((element: HTMLElement) => {
    for (let time = 0; time < 3; time++) element.click();
  });
const tripleClick = (pressed: Locator) => pressed.click({ clickCount: 3 });
async function enterTwice(pressed: Locator): Promise<void> {
  await pressed.focus();
  for (let time = 0; time < 2; time++) await page.keyboard.press('Enter');
}

test('three presses at once send one request, for every button that writes', async () => {
  const complaints: string[] = [];
  for (const button of made.buttons.filter(({ operation }) => operation !== 'end_session'))
    complaints.push(...(await complaint(button, threeAtOnce)));
  expect(complaints).toEqual([]);
}, 120_000);

/** One of each kind: a single button, a form's, a dialog's. */
const kinds = ['check_addresses, all of them', 'mint_personal_token, shown once', 'rotate_secret, after a leak'];

test.each([
  ['a triple click', tripleClick],
  ['Enter twice', enterTwice],
])('%s sends one request, for a button, a form and a dialog', async (_, press) => {
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

test('three presses on Sign out end the session once', async () => {
  const out = made.buttons.filter(({ operation }) => operation === 'end_session');
  expect(await complaint(out[0] ?? expect.fail('no way out'), threeAtOnce)).toEqual([]);
});
