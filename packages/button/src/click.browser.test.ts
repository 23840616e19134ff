import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BorrowedChromium } from '../../../tests/browser/borrow-chromium.ts';
import { openBrowser, openPage } from './testing/browser.ts';
import { openButtonFixture, type ButtonFixture } from './testing/fixture.ts';

let stand: ButtonFixture;
let browser: BorrowedChromium;

beforeAll(async () => {
  [stand, browser] = await Promise.all([openButtonFixture(), openBrowser()]);
}, 60_000);
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  stand.authorizeRequests.length = 0;
});
afterAll(async () => {
  await browser.close();
  await stand.close();
});

/** Records in `window.learned` everything that a page can learn about a denial or a blocked popup. */
const listen = `<script NONCE>
  window.learned = [];
  window.shop = { onDenied(data) { learned.push(['callback', data, this === shop]); } };
  for (const type of ['pristan:denied', 'pristan:blocked']) {
    addEventListener(type, (event) => learned.push([type, event.detail]));
  }
</script>`;

const oneButton = `${listen}<script BUTTON class="pristan_oauth" data-client-id="one" data-state="s" data-error-callback="shop.onDenied"></script>`;

async function show(body: string): Promise<{ page: Page; complaints: string[] }> {
  return openPage(browser, stand.shopPage(body));
}

async function press(page: Page, name: string | RegExp = /Connect/): Promise<Page> {
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name }).click()]);
  await popup.waitForLoadState('load');
  return popup;
}

const post = (from: Page, data: unknown): Promise<void> =>
  from.evaluate((message) => window.opener.postMessage(message, '*'), data);

/** Navigates the popup from its own script; Playwright's own navigation would detach the window from its opener. */
async function wander(popup: Page, url: string): Promise<void> {
  await Promise.all([popup.waitForURL(url), popup.evaluate((to) => location.assign(to), url)]);
}

/** Waits until the page has handled every earlier message: messages of one task source keep their order. */
async function settle(page: Page, from: Page): Promise<void> {
  await page.evaluate(
    "window.settled = new Promise((done) => addEventListener('message', (e) => e.data === 'last' && done())); 0",
  );
  await post(from, 'last');
  await page.evaluate('settled');
}

const learned = (page: Page): Promise<unknown> => page.evaluate('learned');
const dataError = (page: Page): Promise<string | null> =>
  page.locator('script[data-client-id]').first().getAttribute('data-error');

describe('a click on the connect button', { timeout: 30_000 }, () => {
  it('a click opens the authorize page, with every value encoded and the page’s address without query and fragment', async () => {
    const url = stand.shopPage(
      `<script BUTTON class="amocrm_oauth" data-client-id="a&amp;b" data-state="s=1&amp;mode=x" data-mode="post_message"></script>`,
    );
    const { page, complaints } = await openPage(browser, `${url}?q=1&mode=y#части`);
    await press(page);
    expect(stand.authorizeRequests).toEqual([
      `/oauth?state=s%3D1%26mode%3Dx&mode=post_message&origin=${encodeURIComponent(url)}&client_id=a%26b`,
    ]);
    expect(complaints).toEqual([]);
  });

  it('a click on a button with Kommo’s class opens its language’s path in a window of 1024 by 620', async () => {
    const { page } = await show(
      `<script BUTTON class="kommo_oauth" data-client-id="one" data-state="s" data-locale="pt" data-theme="dark"></script>`,
    );
    const popup = await press(page, /Kommo|Conectar/);
    expect(await popup.evaluate('[innerWidth, innerHeight]')).toEqual([1024, 620]);
    expect(stand.authorizeRequests).toEqual([
      `/br/oauth?state=s&mode=popup&origin=${encodeURIComponent(page.url())}&client_id=one`,
    ]);
  });

  it('a click sends the whole description of an external integration', async () => {
    const { page } = await show(
      `<script BUTTON class="amocrm_oauth" data-name="Acme &amp; Co" data-description="D" data-redirect_uri="https://a.example/r?x=1"
        data-secrets_uri="https://a.example/s" data-logo="https://a.example/l.png" data-scopes="crm,notifications"
        data-handover-challenge="ch" data-state="s"></script>`,
    );
    await press(page);
    const [, query = ''] = (stand.authorizeRequests[0] ?? '').split('?');
    expect([...new URLSearchParams(query)]).toEqual([
      ['state', 's'],
      ['mode', 'popup'],
      ['origin', page.url()],
      ['name', 'Acme & Co'],
      ['description', 'D'],
      ['redirect_uri', 'https://a.example/r?x=1'],
      ['secrets_uri', 'https://a.example/s'],
      ['logo', 'https://a.example/l.png'],
      ['scopes[]', 'crm'],
      ['scopes[]', 'notifications'],
      ['handover_challenge', 'ch'],
    ]);
    expect(query).toContain('scopes[]=crm&scopes[]=notifications');
  });

  it('a click sends the state that the page can read on the tag', async () => {
    const { page } = await show(`<script BUTTON class="pristan_oauth" data-client-id="one"></script>`);
    const state = await page.locator('script[data-client-id]').getAttribute('data-state');
    const popup = await press(page);
    expect(new URL(popup.url()).searchParams.get('state')).toBe(state);
  });

  it('a click opens a window of 750 by 620, and a second click reuses it', async () => {
    const { page } = await show(oneButton);
    const popup = await press(page);
    expect(await popup.evaluate('[innerWidth, innerHeight]')).toEqual([750, 620]);
    await Promise.all([popup.waitForEvent('load'), page.getByRole('button').click()]);
    expect(page.context().pages()).toHaveLength(2);
    expect(stand.authorizeRequests).toHaveLength(2);
  });

  it.each(['Enter', 'Space'])('the button works with the keyboard: %s', async (key) => {
    const { page } = await show(oneButton);
    await page.keyboard.press('Tab');
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press(key)]);
    expect(new URL(popup.url()).origin).toBe(stand.platform);
  });

  it('a click on either of two buttons opens that button’s own window', async () => {
    const { page } = await show(
      `${listen}
       <script BUTTON class="pristan_oauth" data-client-id="one" data-title="Connect one" data-error-callback="shop.onDenied"></script>
       <script BUTTON class="amocrm_oauth" data-client-id="two" data-title="Connect two" data-error-callback="shop.onDenied"></script>`,
    );
    const one = await press(page, 'Connect one');
    const two = await press(page, 'Connect two');
    expect(new URL(one.url()).searchParams.get('client_id')).toBe('one');
    expect(new URL(two.url()).searchParams.get('client_id')).toBe('two');
    const denial = { client_id: 'two', error: 'access_denied' };
    await post(one, denial);
    await settle(page, one);
    expect(await learned(page)).toEqual([]);
    await post(two, denial);
    await settle(page, two);
    expect(await learned(page)).toEqual([
      ['pristan:denied', denial],
      ['callback', denial, true],
    ]);
    expect(
      await page
        .locator('script[data-client-id]')
        .evaluateAll((tags) => tags.map((tag) => tag.getAttribute('data-error'))),
    ).toEqual([null, 'access_denied']);
  });
});

describe('the answer of the consent window', { timeout: 30_000 }, () => {
  it('the consent window’s answer sends the page to the URL with the code', async () => {
    const { page } = await show(oneButton);
    const popup = await press(page);
    await Promise.all([
      page.waitForURL(`${stand.shop}/back?code=1`),
      post(popup, { url: `${stand.shop}/back?code=1` }),
    ]);
  });

  it.each(['javascript:document.title="owned"', 'data:text/html,x', '/back', 'https:'])(
    'the consent window’s answer is ignored when its URL is %j',
    async (url) => {
      const { page, complaints } = await show(oneButton);
      const before = page.url();
      const popup = await press(page);
      await post(popup, { url });
      await settle(page, popup);
      expect([page.url(), await page.title(), complaints]).toEqual([before, 'Shop', []]);
    },
  );

  it('a denial is put on the tag, into an event and into the callback with all its data, until the next click', async () => {
    const { page } = await show(oneButton);
    const denial = { client_id: 'one', error: 'access_denied', more: ['kept'] };
    const popup = await press(page);
    await post(popup, denial);
    await settle(page, popup);
    expect(await dataError(page)).toBe('access_denied');
    expect(await learned(page)).toEqual([
      ['pristan:denied', denial],
      ['callback', denial, true],
    ]);
    await popup.close();
    await press(page);
    expect(await dataError(page)).toBeNull();
  });

  it('a denial reaches the button of an external integration, which has no client ID to compare', async () => {
    const { page } = await show(
      `${listen}<script BUTTON class="amocrm_oauth" data-name="N" data-description="D" data-redirect_uri="https://a.example/r"
        data-secrets_uri="https://a.example/s" data-scopes="crm" data-error-callback="shop.onDenied"></script>`,
    );
    const popup = await press(page);
    await post(popup, { error: 'access_denied' });
    await settle(page, popup);
    expect(await learned(page)).toEqual([
      ['pristan:denied', { error: 'access_denied' }],
      ['callback', { error: 'access_denied' }, true],
    ]);
  });

  it('a denial never makes the script evaluate a callback’s name, nor fail without a callback', async () => {
    const { page, complaints } = await show(
      `${listen}<script BUTTON class="pristan_oauth" data-client-id="one" data-error-callback="(document.title='owned')"></script>`,
    );
    const popup = await press(page);
    await post(popup, { client_id: 'one', error: 'access_denied' });
    await settle(page, popup);
    expect([await page.title(), await dataError(page), complaints]).toEqual(['Shop', 'access_denied', []]);
  });

  it.each(['denies-at-once', 'allows-at-once'])(
    'the consent window’s answer is not lost when the window closes immediately after it: %s',
    async (clientId) => {
      const { page } = await show(
        `${listen}<script BUTTON class="pristan_oauth" data-client-id="${clientId}"></script>`,
      );
      for (let round = 0; round < 5; round += 1) {
        if (clientId === 'allows-at-once') {
          const url = page.url();
          await Promise.all([page.waitForURL(`${stand.shop}/back?code=at-once`), page.getByRole('button').click()]);
          await page.goto(url);
        } else {
          await page.getByRole('button').click();
          await page.waitForFunction((count) => Reflect.get(window, 'learned').length === count, round + 1);
        }
      }
    },
  );
});

describe('a forged message, not from the consent window', { timeout: 30_000 }, () => {
  const forged = [{ url: 'https://evil.example/' }, { client_id: 'one', error: 'access_denied' }];

  async function nothingHappened(page: Page, before: string): Promise<void> {
    expect([page.url(), await dataError(page), await learned(page)]).toEqual([before, null, []]);
  }

  it('a message from the button’s window is ignored after that window moved to another origin', async () => {
    const { page } = await show(oneButton);
    const before = page.url();
    const popup = await press(page);
    await wander(popup, `${stand.stranger}/`);
    for (const message of forged) await post(popup, message);
    await settle(page, popup);
    await nothingHappened(page, before);
  });

  it('a message from another window of the platform’s origin is ignored', async () => {
    const { page } = await show(oneButton);
    const before = page.url();
    await press(page);
    const [other] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate((url) => void window.open(url, 'other'), `${stand.platform}/elsewhere`),
    ]);
    await other.waitForLoadState('load');
    for (const message of forged) await post(other, message);
    await settle(page, other);
    await nothingHappened(page, before);
  });

  it('a message from the page itself is ignored, before and after a click', async () => {
    const { page } = await show(oneButton);
    const before = page.url();
    const postHere = (): Promise<void> =>
      page.evaluate(async (messages) => {
        for (const message of [...messages, 'last']) window.postMessage(message, '*');
        await new Promise<void>((done) => addEventListener('message', ({ data }) => data === 'last' && done()));
      }, forged);
    await postHere();
    await press(page);
    await postHere();
    await nothingHappened(page, before);
  });

  it('in post_message mode the integrator’s own message is ignored', async () => {
    const { page } = await show(
      `${listen}<script BUTTON class="pristan_oauth" data-client-id="one" data-mode="post_message" data-error-callback="shop.onDenied"></script>`,
    );
    const before = page.url();
    const popup = await press(page);
    await wander(popup, `${stand.shop}/back`);
    await post(popup, { error: undefined, status: 'ok' });
    for (const message of forged) await post(popup, message);
    await settle(page, popup);
    await nothingHappened(page, before);
  });
});

describe('a popup that the browser blocked', { timeout: 30_000 }, () => {
  beforeAll(async () => {
    await browser.close();
    browser = await openBrowser({ blocksPopups: true });
  }, 60_000);

  /** A click by a script: the browser's own popup blocker refuses to open its window. */
  const pressedByScript = (more = ''): string =>
    `${oneButton}<script NONCE>${more}
      addEventListener('load', () => setTimeout(() => document.querySelector('.pristan-oauth').shadowRoot.querySelector('button').click()));
    </script>`;

  it('a blocked popup shows a link that continues in this window without a mode, and announces it to screen readers', async () => {
    const { page, complaints } = await show(pressedByScript());
    const status = page.getByRole('status');
    const link = status.getByRole('link', { name: 'continue in this window' });
    await link.waitFor();
    expect(await status.textContent()).toBe(
      'Your browser did not open the window. Allow pop-ups for this site and press the button again, or continue in this window.',
    );
    const url = `${stand.platform}/oauth?state=s&client_id=one`;
    expect(await learned(page)).toEqual([['pristan:blocked', { url }]]);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await Promise.all([page.waitForURL(url), link.click()]);
    expect(page.context().pages()).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it('the notice of a blocked popup is a live region from the start, and a later click that succeeds clears it', async () => {
    const { page } = await show(pressedByScript());
    await page.getByRole('link').waitFor();
    await press(page);
    expect(await page.getByRole('status', { includeHidden: true }).textContent()).toBe('');
  });

  it('a blocked popup is left to a page that prevents the event’s default', async () => {
    const { page } = await show(
      pressedByScript(`addEventListener('pristan:blocked', (event) => event.preventDefault());`),
    );
    await page.waitForFunction('learned.length === 1');
    expect(await page.getByRole('link').count()).toBe(0);
  });

  it('in a frame that may open no windows, a click shows a link that leaves the frame: the authorize page can’t be framed', async () => {
    const inner = stand.shopPage(oneButton);
    const sandbox = 'allow-scripts allow-same-origin allow-top-navigation-by-user-activation';
    const { page } = await show(`<iframe title="Inner" sandbox="${sandbox}" src="${inner}"></iframe>`);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('button').click();
    await Promise.all([
      page.waitForURL(`${stand.platform}/oauth?state=s&client_id=one`),
      frame.getByRole('link').click(),
    ]);
  });
});
