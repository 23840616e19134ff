import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BorrowedChromium } from '../browser/borrow-chromium.ts';
import { borrowChromium } from '../browser/borrow-chromium.ts';
import { auditor, type Audit } from './audit.ts';
import { openGallery, type Gallery } from './open-gallery.ts';
import { samples } from './samples.ts';

const pages = fileURLToPath(new URL('../../apps/server/src/pages', import.meta.url));
const views = [
  { name: 'narrow, Russian', language: 'ru', width: 320, contrastByAxe: false },
  { name: 'wide, English', language: 'en', width: 1200, contrastByAxe: true },
] as const;

let browser: BorrowedChromium;
let gallery: Gallery;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [`${pages}/browser/return.ts`],
    bundle: true,
    format: 'iife',
    write: false,
  });
  gallery = await openGallery(pages, outputFiles[0]?.text ?? '');
  browser = await borrowChromium();
});

afterAll(async () => {
  await browser.close();
  await gallery.close();
});

/** Replaces the content of the shown page: loading each page, and axe with it, would take twice as long. */
function show(html: string): void {
  const { title, body, documentElement } = new DOMParser().parseFromString(html, 'text/html');
  document.title = title;
  document.documentElement.lang = documentElement.lang;
  document.body.replaceWith(body);
}

/** Finishes the page’s animations; returns by how many pixels it overflows the window. */
async function settle(): Promise<number> {
  await document.fonts.ready;
  for (const animation of document.getAnimations()) animation.finish();
  return document.documentElement.scrollWidth - window.innerWidth;
}

describe.each(views)('$name', ({ language, width, contrastByAxe }) => {
  let still: Gallery;
  let context: BrowserContext;
  let page: Page;
  let audit: Audit;
  const complaints: string[] = [];

  beforeAll(async () => {
    // Without its script the page that returns to the integrator stays open to be checked.
    still = await openGallery(pages, '');
    context = await browser.newContext({ viewport: { width, height: 800 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    audit = auditor(page);
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${still.origin}/${language}/code`);
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    await context.close();
    await still.close();
  });

  test.each(samples)(
    'the page $name does not overflow, causes no browser error, and passes axe in both themes',
    async ({ name }) => {
      complaints.length = 0;
      await page.emulateMedia({ colorScheme: 'light' });
      const html = await (await fetch(`${still.origin}/${language}/${name}`)).text();
      await page.evaluate(show, html);
      expect(await page.evaluate(settle)).toBeLessThanOrEqual(0);
      expect(await audit.all({ contrastByAxe })).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.evaluate(settle);
      expect(await audit.colours()).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );
});

describe('the consent page', () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser.newPage({ viewport: { width: 750, height: 580 } });
  });
  afterAll(() => page.close());

  test('the consent page shows Allow after 800 ms, by its style sheet alone, and Deny at once in the same size', async () => {
    await page.goto(`${gallery.origin}/en/consent`, { waitUntil: 'commit' });
    const deny = page.getByRole('button', { name: 'Deny access' });
    await deny.waitFor({ state: 'visible' });
    const seen = await page.evaluate(async () => {
      const allow = document.querySelector('.js-accept');
      const animation = allow?.getAnimations()[0];
      if (allow === null || animation === undefined) return [];
      animation.pause();
      return [0, 799, 921].map((time) => {
        animation.currentTime = time;
        return getComputedStyle(allow).visibility;
      });
    });
    expect(seen).toEqual(['hidden', 'hidden', 'visible']);
    await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
    const allow = page.getByRole('button', { name: 'Allow access' });
    const [allowBox, denyBox] = [await allow.boundingBox(), await deny.boundingBox()];
    expect([allowBox?.width, allowBox?.height]).toEqual([denyBox?.width, denyBox?.height]);
  });

  test('the consent page uses the platform’s own fonts, for Cyrillic too', async () => {
    await page.goto(`${gallery.origin}/ru/consent`, { waitUntil: 'networkidle' });
    const loaded = await page.evaluate(async () => {
      await document.fonts.ready;
      return [...document.fonts]
        .filter((face) => face.status === 'loaded')
        .map((face) => face.family + face.unicodeRange);
    });
    expect(loaded.some((face) => face.includes('Inter Variable') && face.includes('U+400-45F'))).toBe(true);
    expect(loaded.some((face) => face.includes('JetBrains Mono Variable'))).toBe(true);
  });
});

test('a relative time on a page shows its exact time on keyboard focus', async () => {
  const page = await browser.newPage();
  await page.goto(`${gallery.origin}/en/dev-mail`);
  const time = page.locator('time');
  const shown = () => time.evaluate((element) => getComputedStyle(element, '::after').content);
  expect(await shown()).toBe('none');
  await page.keyboard.press('Tab');
  while ((await page.evaluate(() => document.activeElement?.tagName)) !== 'TIME') await page.keyboard.press('Tab');
  expect(await shown()).toBe('"22 November 2026 at 13:59 UTC"');
  await page.close();
});

describe('returning', () => {
  test('a returning window without an opener goes to the callback itself', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await context.route('https://connect.acme-mail.example/**', (route) => route.fulfill({ body: 'back' }));
    await page.goto(`${gallery.origin}/en/returning`);
    await page.waitForURL(
      'https://connect.acme-mail.example/callback?code=def50200aa&state=x%2By&referer=romashka.example.com',
    );
    await context.close();
  });

  test('a returning window with an opener of the right origin sends it the result and closes', async () => {
    const context = await browser.newContext();
    const opener = await context.newPage();
    await context.route('https://acme-mail.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>opener</title>' }),
    );
    await opener.goto('https://acme-mail.example/');
    const closed = context.waitForEvent('page').then((popup) => popup.waitForEvent('close'));
    const heard = await opener.evaluate(
      (address) =>
        new Promise((resolve) => {
          window.addEventListener('message', (event) => resolve([event.data, event.origin]));
          window.open(address);
        }),
      `${gallery.origin}/en/returning`,
    );
    await closed;
    expect(heard).toEqual([
      { url: 'https://connect.acme-mail.example/callback?code=def50200aa&state=x%2By&referer=romashka.example.com' },
      gallery.origin,
    ]);
    await context.close();
  });

  test('a returning window follows only http and https addresses', async () => {
    const page = await browser.newPage();
    await page.goto(`${gallery.origin}/en/returning-hostile`);
    await page.getByRole('heading', { name: 'Access is denied' }).waitFor();
    expect(page.url()).toBe(`${gallery.origin}/en/returning-hostile`);
    expect(await page.title()).toBe('Access is denied · Pristan');
    await page.close();
  });

  test('a returning window without scripts offers a plain link', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${gallery.origin}/en/returning`);
    const link = page.getByRole('link', { name: 'Return to the site' });
    expect(await link.count()).toBe(1);
    expect(await link.getAttribute('href')).toContain('https://connect.acme-mail.example/callback?code=');
    await context.close();
  });
});
