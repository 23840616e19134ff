import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anAccount } from '../harness/fixtures.ts';
import { attackerSite, injectScript, clickAttempts } from './attacker.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { allow, openBrowserFixture, signIn, untilClickable } from './browser-fixture.ts';

let stage: BrowserFixture;
beforeAll(async () => {
  stage = await openBrowserFixture();
  await anAccount(stage.platform, 'berth');
  await anAccount(stage.platform, 'north', true);
});
afterAll(async () => stage.close());

describe('the message with the code', () => {
  test('the message with the code is not sent to a foreign origin; the window goes to the integrator’s site', async () => {
    const { site, keys } = await stage.shop({ account: 'berth' });
    const { origin: thief, server } = await attackerSite(
      `<button id="go">go</button><pre id="heard"></pre><script>
        addEventListener('message', function (event) { document.getElementById('heard').textContent += JSON.stringify(event.data); });
        document.getElementById('go').onclick = function () {
          window.open('${stage.url}/oauth?client_id=${keys.client_id}&state=s&mode=popup&origin=' + encodeURIComponent(location.href), 'w', 'width=750,height=580');
        };
      </script>`,
    );
    const context = await stage.visitor();
    const page = await context.newPage();
    await page.goto(thief);
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.click('#go')]);
    await signIn(popup, 'admin@north.test');
    await allow(popup);
    await popup.waitForURL(`${site}/callback**`);
    expect(await page.locator('#heard').textContent()).toBe('');
    await context.close();
    server.close();
  });

  test('the message with the code is sent to a registered button origin, and only there', async () => {
    const { site, keys } = await stage.shop({ account: 'berth' });
    const { origin: second, server } = await attackerSite(
      `<button id="go">go</button><pre id="heard"></pre><script>
        addEventListener('message', function (event) { document.getElementById('heard').textContent += event.data.url; });
        document.getElementById('go').onclick = function () {
          window.open('${stage.url}/oauth?client_id=${keys.client_id}&state=s&mode=popup&origin=' + encodeURIComponent(location.href), 'w', 'width=750,height=580');
        };
      </script>`,
    );
    await stage.platform.world.db
      .updateTable('integrations')
      .set({ button_origins: [second] })
      .where('id', '=', keys.client_id)
      .execute();
    const context = await stage.visitor();
    const page = await context.newPage();
    await page.goto(second);
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.click('#go')]);
    await signIn(popup, 'admin@north.test');
    await Promise.all([popup.waitForEvent('close'), allow(popup)]);
    await page.getByText(`${site}/callback?code=`).waitFor();
    await context.close();
    server.close();
  });
});

describe('a planted script', () => {
  test.each(Object.entries(clickAttempts('button.js-accept')))(
    'in the consent page, %s gets 403 and grants nothing',
    async (_, script) => {
      const { keys } = await stage.shop({ account: 'berth' });
      const { context, page, consent } = await signedIn();
      await injectScript(context, `${stage.url}/oauth?**`, `setTimeout(function () { ${script} }, 1200)`);
      const answered = page.waitForResponse((response) => response.url().endsWith('/oauth/allow'));
      // The page is opened by its URL, so that no user activation of the person is left for the script.
      await page.goto(consent(keys.client_id));
      expect((await answered).status()).toBe(403);
      expect(await grantsOf(keys.client_id)).toBe(0);
      await context.close();
    },
  );

  test('a planted script does not run under the consent page’s own policy', async () => {
    const { keys } = await stage.shop({ account: 'berth' });
    const { context, page, consent } = await signedIn();
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    await injectScript(context, `${stage.url}/oauth?**`, `window.planted = true`, { keepPolicy: true });
    await page.goto(consent(keys.client_id));
    await page.getByRole('button', { name: /^allow/i }).waitFor();
    expect(refused.join('\n')).toMatch(/Content Security Policy/);
    await context.close();
  });

  test('a script in a framed consent page finds only a sentence and a link that opens the page at the top', async () => {
    const { keys } = await stage.shop({ account: 'berth' });
    const { context, page, consent } = await signedIn();
    const { origin, server } = await attackerSite(`<iframe id="f" src="${consent(keys.client_id)}"></iframe>`);
    await page.goto(origin);
    const frame = page.frameLocator('#f');
    await frame.getByText(/opens only in its own window|открывается отдельно/).waitFor();
    expect(await frame.locator('form, button, input, script').count()).toBe(0);
    expect(await frame.locator('body').innerText()).not.toMatch(/berth|harbour|@/i);
    await frame.getByRole('link', { name: /open the page here|открыть страницу здесь/i }).click();
    await page.getByRole('button', { name: /^allow/i }).waitFor();
    expect(page.url()).toBe(consent(keys.client_id));
    await context.close();
    server.close();
  });
});

describe('Allow', () => {
  const press = { 'Sec-Fetch-User': '?1', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Site': 'same-origin' };

  test.each([
    ['from another site', { ...press, Origin: 'https://evil.test', 'Sec-Fetch-Site': 'cross-site' }],
    ['from a sibling host', { ...press, Origin: 'http://shop.localhost:1', 'Sec-Fetch-Site': 'same-site' }],
    ['with no origin at all', { 'Sec-Fetch-User': '?1' }],
    [
      'without a person, in a session that has shown one',
      { Origin: 'self', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Site': 'same-origin' },
    ],
  ])('403 for Allow %s', async (_, headers) => {
    const { keys } = await stage.shop({ account: 'berth' });
    const { context, page, consent } = await signedIn();
    await page.goto(consent(keys.client_id));
    const form = await hiddenFields(page);
    const answer = await context.request.post(`${stage.url}/oauth/allow`, {
      form,
      headers: { ...headers, ...('Origin' in headers && headers.Origin === 'self' ? { Origin: stage.url } : {}) },
      maxRedirects: 0,
    });
    expect(answer.status()).toBe(403);
    expect(await grantsOf(keys.client_id)).toBe(0);
    await context.close();
  });

  test('303 to the consent page for Allow with another person’s confirmation token, and nothing is granted', async () => {
    const { keys } = await stage.shop({ account: 'berth' });
    const first = await signedIn();
    await first.page.goto(first.consent(keys.client_id));
    const stolen = await hiddenFields(first.page);
    const second = await signedIn('admin@berth.test');
    const answer = await second.context.request.post(`${stage.url}/oauth/allow`, {
      form: stolen,
      headers: { ...press, Origin: stage.url },
      maxRedirects: 0,
    });
    expect(answer.status()).toBe(303);
    expect(answer.headers()['location']).toMatch(/^\/oauth\/consent\?.*&asked=anew$/);
    expect(await grantsOf(keys.client_id)).toBe(0);
    await first.context.close();
    await second.context.close();
  });

  test('403 for Allow for another account than the page’s', async () => {
    const { keys } = await stage.shop({ account: 'berth' });
    const { context, page, consent } = await signedIn();
    await page.goto(consent(keys.client_id));
    const form = await hiddenFields(page);
    const berth = await stage.platform.world.store.accounts.accountByName('berth');
    const answer = await context.request.post(`${stage.url}/oauth/allow`, {
      form: { ...form, account_id: String(berth?.accountId) },
      headers: { ...press, Origin: stage.url },
      maxRedirects: 0,
    });
    expect(answer.status()).toBe(403);
    expect(await grantsOf(keys.client_id)).toBe(0);
    await context.close();
  });
});

async function signedIn(email = 'admin@north.test') {
  const context = await stage.visitor();
  const page = await context.newPage();
  await page.goto(`${stage.url}/sign-in`);
  await signIn(page, email);
  await page.waitForURL(`${stage.url}/console/**`);
  return { context, page, consent: (clientId: string) => `${stage.url}/oauth?client_id=${clientId}&state=s` };
}

async function hiddenFields(page: Page): Promise<Record<string, string>> {
  const inputs = page.locator('form:has(button.js-accept) input[type=hidden]');
  const pairs = await inputs.evaluateAll((all) =>
    all.map((one) => [one.getAttribute('name') ?? '', one.getAttribute('value') ?? '']),
  );
  await untilClickable(page);
  return Object.fromEntries(pairs);
}

async function grantsOf(clientId: string): Promise<number> {
  const rows = await stage.platform.world.db
    .selectFrom('grants')
    .select('id')
    .where('integration_id', '=', clientId)
    .execute();
  return rows.length;
}
