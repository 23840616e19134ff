import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BorrowedChromium } from '../../../tests/browser/borrow-chromium.ts';
import { openBrowser, openPage } from './testing/browser.ts';
import { openButtonFixture, type ShopPageOptions, type ButtonFixture } from './testing/fixture.ts';

let stand: ButtonFixture;
let browser: BorrowedChromium;

beforeAll(async () => {
  [stand, browser] = await Promise.all([openButtonFixture(), openBrowser()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await stand.close();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

async function show(body: string, options?: ShopPageOptions): Promise<{ page: Page; complaints: string[] }> {
  return openPage(browser, stand.shopPage(body, options));
}

const names = (page: Page): Promise<string[]> =>
  page
    .getByRole('button')
    .evaluateAll((found) => found.map((one) => one.getAttribute('aria-label') ?? one.textContent ?? ''));

describe('a drawn connect button', { timeout: 30_000 }, () => {
  it('a button is drawn directly before its tag, for both classes, with its wrapper and title', async () => {
    const { page, complaints } = await show(
      `<p id="a"><script BUTTON class="amocrm_oauth" charset="utf-8" data-client-id="one" data-title="Подключить склад"></script></p>
       <p id="b"><script BUTTON class="pristan_oauth" data-client-id="two" data-class-name="cta wide"></script></p>`,
    );
    expect(await names(page)).toEqual(['Подключить склад', 'Connect with Pristan']);
    const wrappers = await page
      .locator('p script')
      .evaluateAll((tags) =>
        tags.map((tag) => [tag.previousElementSibling?.localName, tag.previousElementSibling?.className]),
      );
    expect(wrappers).toEqual([
      ['div', 'amocrm-oauth'],
      ['div', 'cta wide'],
    ]);
    expect(complaints).toEqual([]);
  });

  it('a button uses the language of its tag, else the language of the page', async () => {
    const { page } = await show(
      `<script BUTTON class="pristan_oauth" data-client-id="one"></script>
       <script BUTTON class="pristan_oauth" data-client-id="two" data-locale="es"></script>`,
      { language: 'ru-RU' },
    );
    expect(await names(page)).toEqual(['Подключить через Pristan', 'Conectar con Pristan']);
    expect(await page.getByRole('button').evaluateAll((found) => found.map((one) => one.getAttribute('lang')))).toEqual(
      ['ru', 'es'],
    );
  });

  it('a compact button keeps its accessible name, and only the value true hides its text', async () => {
    const { page } = await show(
      `<script BUTTON class="pristan_oauth" data-client-id="one" data-compact="true" data-title="Connect Acme"></script>
       <script BUTTON class="pristan_oauth" data-client-id="two" data-compact="1" data-title="Connect Bolt"></script>`,
    );
    const compact = page.getByRole('button', { name: 'Connect Acme', exact: true });
    expect(await compact.textContent()).toBe('');
    const box = await compact.boundingBox();
    expect(box?.width).toBeGreaterThanOrEqual(44);
    expect(box?.width).toBeLessThan(50);
    expect(await page.getByRole('button', { name: 'Connect Bolt' }).textContent()).toBe('Connect Bolt');
  });

  it('a button has the colours of its named colour or theme', async () => {
    const tags = [
      '',
      'data-color="blue"',
      'data-color="violet"',
      'data-color="green"',
      'data-color="orange"',
      'data-color="red"',
      'data-theme="dark"',
    ];
    const { page, complaints } = await show(
      tags
        .map((tag, at) => `<p><script BUTTON class="pristan_oauth" data-client-id="c${at}" ${tag}></script></p>`)
        .join(''),
    );
    const seen = await page
      .getByRole('button')
      .evaluateAll((found) => found.map((one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]));
    const white = 'rgb(255, 255, 255)';
    const black = 'rgb(0, 0, 0)';
    expect(seen).toEqual([
      ['rgb(51, 157, 199)', black],
      ['rgb(25, 118, 210)', white],
      ['rgb(106, 27, 154)', white],
      ['rgb(56, 142, 60)', black],
      ['rgb(245, 127, 23)', black],
      ['rgb(216, 67, 21)', black],
      ['rgb(92, 192, 222)', black],
    ]);
    const { violations, passes } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
    expect(passes.find(({ id }) => id === 'color-contrast')?.nodes.length).toBeGreaterThanOrEqual(tags.length);
    expect(complaints).toEqual([]);
  });

  it('a button is a real button in the tab order, with a focus ring for the keyboard only', async () => {
    const { page } = await show(`<script BUTTON class="pristan_oauth" data-client-id="one"></script>`);
    const button = page.getByRole('button');
    expect(
      await button.evaluate((one) => [one.localName, one.getAttribute('type'), one.hasAttribute('aria-busy')]),
    ).toEqual(['button', 'button', false]);
    const outline = (): Promise<string> => button.evaluate((one) => getComputedStyle(one).outlineStyle);
    expect(await outline()).toBe('none');
    await page.keyboard.press('Tab');
    expect(await button.evaluate((one) => one.matches(':focus-visible'))).toBe(true);
    expect(await outline()).toBe('solid');
  });

  it('a button does not animate for a user who prefers reduced motion', async () => {
    const url = stand.shopPage(`<script BUTTON class="pristan_oauth" data-client-id="one"></script>`);
    const durations: string[] = [];
    for (const reducedMotion of ['no-preference', 'reduce'] as const) {
      const { page } = await openPage(browser, url, { reducedMotion });
      durations.push(await page.getByRole('button').evaluate((one) => getComputedStyle(one).transitionDuration));
    }
    expect(durations).toEqual(['0.12s', '0s']);
  });

  it('a button is unaffected by the page’s own button styles', async () => {
    const { page } = await show(
      `<style NONCE>body{font:italic 40px serif;text-transform:uppercase;color:red} button,svg{display:none!important}</style>
       <script BUTTON class="pristan_oauth" data-client-id="one"></script>`,
      { allowsNoncedStyles: true },
    );
    const style = await page.getByRole('button').evaluate((one) => {
      const { fontSize, fontStyle, textTransform } = getComputedStyle(one);
      return [fontSize, fontStyle, textTransform];
    });
    expect(style).toEqual(['16px', 'normal', 'none']);
  });

  it('a button keeps its style in a browser without constructable style sheets, through the script’s own nonce', async () => {
    const context = await browser.newContext();
    await context.addInitScript('delete window.CSSStyleSheet');
    const page = await context.newPage();
    const body = `<script BUTTON class="pristan_oauth" data-client-id="one"></script>`;
    await page.goto(stand.shopPage(body, { allowsNoncedStyles: true }));
    expect(await page.getByRole('button').evaluate((one) => getComputedStyle(one).borderRadius)).toBe('8px');
  });
});

describe('the script of the connect button', { timeout: 30_000 }, () => {
  it('the button script draws one button per tag, however often its file is loaded or asked to draw again', async () => {
    const { page, complaints } = await show(
      `<script BUTTON></script>
       <script BUTTON class="pristan_oauth" data-client-id="one" data-title="First"></script>
       <script BUTTON class="amocrm_oauth pristan_oauth" data-client-id="two" data-title="Second"></script>
       <script NONCE class="pristan_oauth" data-client-id="three" data-title="Third"></script>
       <script BUTTON async></script>
       <script NONCE>addEventListener('load', () => { window.onload(); window.onload(new Event('load')); });</script>`,
    );
    await page.waitForLoadState('load');
    expect((await names(page)).sort()).toEqual(['First', 'Second', 'Third']);
    expect(complaints).toEqual([]);
  });

  it('the button script, loaded in the head, draws tags that are parsed later', async () => {
    const { page } = await show(
      `<script BUTTON></script><p>Text</p><script NONCE class="amocrm_oauth" data-client-id="late" data-title="Later"></script>`,
    );
    expect(await names(page)).toEqual(['Later']);
  });

  it('the button script leaves the page’s own window.onload alone, whether set before or after', async () => {
    const { page } = await show(
      `<script NONCE>window.calls = []; window.onload = function before() { calls.push('before') };</script>
       <script BUTTON class="pristan_oauth" data-client-id="one"></script>`,
    );
    await page.waitForLoadState('load');
    expect(await page.evaluate('[calls, window.onload.name]')).toEqual([['before'], 'before']);

    const { page: other } = await show(
      `<script BUTTON class="pristan_oauth" data-client-id="one"></script>
       <script NONCE>window.calls = []; window.onload = () => { calls.push('after') };</script>`,
    );
    await other.waitForLoadState('load');
    expect(await other.evaluate('calls')).toEqual(['after']);
    expect(await names(other)).toHaveLength(1);
  });

  it('the button script draws a tag inserted later, with or without src, deep in a fragment, and again in a new view', async () => {
    const { page, complaints } = await show(
      `<div id="view"></div>
       <script BUTTON></script>
       <script NONCE>
         const policy = trustedTypes.createPolicy('shop', { createScriptURL: (url) => url });
         const insert = (title, withSource) => {
           const script = document.createElement('script');
           script.className = 'amocrm_oauth';
           script.dataset.clientId = title;
           script.dataset.title = title;
           if (withSource) script.src = policy.createScriptURL('${stand.platform}/auth/button.js');
           const box = document.createElement('section');
           box.append(script);
           document.getElementById('view').append(box);
         };
         addEventListener('load', () => setTimeout(() => {
           insert('With src', true);
           insert('Without src', false);
         }));
       </script>`,
    );
    await page.getByRole('button', { name: 'Without src' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await names(page)).toEqual(['With src', 'Without src']);

    await page.evaluate("document.getElementById('view').textContent = ''; insert('New view', true)");
    await page.getByRole('button', { name: 'New view' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await names(page)).toEqual(['New view']);
    expect(complaints).toEqual([]);
  });

  it('an inserted tag alone loads the button script, in its readable form too, on a page without any button before', async () => {
    const { page } = await show(
      `<div id="view"></div>
       <script NONCE>
         const policy = trustedTypes.createPolicy('shop', { createScriptURL: (url) => url });
         addEventListener('load', () => setTimeout(() => {
           const script = document.createElement('script');
           script.className = 'amocrm_oauth';
           script.dataset.clientId = 'one';
           script.src = policy.createScriptURL('${stand.platform}/auth/button.js');
           document.getElementById('view').append(script);
         }));
       </script>`,
    );
    await page.getByRole('button').waitFor();
    expect(await names(page)).toEqual(['Connect with Pristan']);
  });

  it('the button script reports an incomplete tag once, with the known message, and draws it when it is complete', async () => {
    const { page, complaints } = await show(
      `<script BUTTON class="amocrm_oauth" id="half" data-name="N" data-description="D" data-redirect_uri="https://a.example/" data-scopes="crm"></script>
       <script BUTTON class="pristan_oauth" data-client-id="" data-title="Empty"></script>`,
    );
    await page.waitForLoadState('load');
    const sentence = 'No client_id or client_secret or script tag or metadata';
    expect(complaints).toEqual([sentence, sentence]);
    expect(await names(page)).toEqual([]);
    await page.evaluate("document.getElementById('half').dataset.secrets_uri = 'https://a.example/k'; window.onload()");
    expect(await names(page)).toHaveLength(1);
  });

  it('the button script leaves another platform’s tag to that platform’s script', async () => {
    const { page } = await show(
      `<script NONCE class="amocrm_oauth" data-client-id="theirs" src="${stand.stranger}/auth/button.min.js"></script>
       <script BUTTON class="pristan_oauth" data-client-id="ours" data-title="Ours"></script>`,
    );
    await page.waitForLoadState('load');
    expect(await names(page)).toEqual(['Ours']);
  });

  it('the button script gives a tag without a state a random one of 128 bits, and keeps the integrator’s own', async () => {
    const { page } = await show(
      `<script BUTTON class="pristan_oauth" data-client-id="one"></script>
       <script BUTTON class="pristan_oauth" data-client-id="two" data-state=""></script>
       <script BUTTON class="pristan_oauth" data-client-id="three" data-state="mine &amp; only"></script>`,
    );
    const [one, two, three] = await page
      .locator('script[data-client-id]')
      .evaluateAll((tags) => tags.map((tag) => tag.getAttribute('data-state')));
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(two).toMatch(/^[0-9a-f]{32}$/);
    expect(one).not.toBe(two);
    expect(three).toBe('mine & only');
  });
});
