import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aBrowser, openBrowserFixture, type BrowserFixture } from '../e2e/browser-fixture.ts';
import { auditor } from './audit.ts';
import { clippedTexts, untranslatedTexts, layoutShift, watchLayout } from './console-layout.ts';
import { fillConsoleFixture, type ConsoleFixture } from './console-fixture.ts';
import { consolePages, type ConsolePage } from './console-pages.ts';

/** Folder for pictures of the console’s pages, set by `gallery.mjs`; without it no pictures are taken. */
const pictures = process.env['PRISTAN_PICTURES'];
const wanted = (process.env['PRISTAN_PICTURES_OF'] ?? '').split(' ').filter(Boolean);

let stage: BrowserFixture;
let harbour: ConsoleFixture;
let pages: ConsolePage[];
beforeAll(async () => {
  stage = await openBrowserFixture({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  harbour = await fillConsoleFixture(stage.platform);
  pages = consolePages(harbour);
  if (pictures !== undefined) await mkdir(pictures, { recursive: true });
});
afterAll(async () => {
  await harbour.close();
  await stage.close();
});

test('every route of the console is checked by the gallery', async () => {
  const map = await readFile(new URL('../../apps/console/src/routes.tsx', import.meta.url), 'utf8');
  const declared = /const (\w+) = createRoute\(\{\s*getParentRoute: \(\) => (\w+),\s*path: '([^']+)'/g;
  const mapped = new Map([['root', '']]);
  for (const [, name = '', parent = '', part = ''] of map.matchAll(declared))
    mapped.set(name, `${mapped.get(parent)}${part}`.replace(/\/$/, ''));
  expect(mapped.get('delivery')).toBe('/accounts/$accountId/integrations/$clientId/deliveries/$deliveryId');
  const shown = pages.map(({ route }) => route.replace(/\/$/, ''));
  // The route of an account is only a frame for its pages.
  expect([...mapped.values()].filter((route) => route !== '/accounts/$accountId' && !shown.includes(route))).toEqual(
    [],
  );
});

test('the gallery’s checks find faults planted in a page', async () => {
  const page = await stage.browser.newPage({ locale: 'ru-RU' });
  await page.addInitScript(watchLayout);
  await page.goto(`${stage.url}/sign-in`);
  await page.evaluate(async () => {
    document.body.innerHTML = `<div id="root"><p>Ошибка: <bdi>Anna</bdi>, API, redirect_uri, Something failed</p>
      <p id="cut">Настройки интеграции, которые не поместились</p><button>a</button><button>b</button>
      <div class="ghost"><p>Едва видно</p></div><input class="faint" aria-label="Имя" value="Анна" /></div>`;
    const [ghost, faint] = document.querySelectorAll<HTMLElement>('.ghost, .faint');
    Object.assign(ghost?.style ?? {}, { opacity: '0.4' });
    Object.assign(faint?.style ?? {}, { color: '#777777', background: '#eeeeee' });
    const [first, second] = document.querySelectorAll('button');
    for (const button of [first, second])
      Object.assign(button?.style ?? {}, { width: '10px', height: '10px', padding: 0 });
    const cut = document.querySelector<HTMLElement>('#cut');
    Object.assign(cut?.style ?? {}, { width: '80px', overflow: 'hidden', whiteSpace: 'nowrap' });
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    document.body.style.paddingTop = '300px';
    await frame();
    await frame();
  });
  expect(await page.evaluate(untranslatedTexts)).toEqual([expect.stringMatching(/^Something, failed in “/)]);
  expect(await page.evaluate(clippedTexts)).toEqual(['Настройки интеграции, которые не поместились']);
  const found = await auditor(page).all();
  expect(found.filter((fault) => fault.startsWith('target-size'))).toHaveLength(1);
  expect(found.filter((fault) => fault.includes(' of 4.5: '))).toEqual([
    expect.stringMatching(/“Едва видно”$/),
    // WebAIM's contrast checker gives the same ratio for #777777 on #eeeeee.
    expect.stringMatching(/^rgb\(119, 119, 119\) at 3\.86 of 4\.5: “Анна”$/),
  ]);
  const byAxe = await auditor(page).all({ contrastByAxe: true });
  expect(byAxe.filter((fault) => fault.startsWith('color-contrast'))).toEqual([expect.stringContaining('faint')]);
  await expect.poll(() => page.evaluate(layoutShift)).toBeGreaterThan(0.01);
  await page.close();
});

const openApi = '**/api/platform/openapi.json';

/** Leaves a few operations: checking the whole API page takes half a minute, and they look like all of them. */
async function shortened(route: Route): Promise<void> {
  const whole = (await (await route.fetch()).json()) as { readonly paths: Readonly<Record<string, object>> };
  await route.fulfill({ json: { ...whole, paths: Object.fromEntries(Object.entries(whole.paths).slice(0, 4)) } });
}

describe.each([
  { language: 'ru', narrow: true },
  { language: 'en', narrow: false },
  ...(pictures === undefined
    ? []
    : ([
        { language: 'ru', narrow: false },
        { language: 'en', narrow: true },
      ] as const)),
] as const)('in $language, narrow: $narrow:', ({ language, narrow }) => {
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    context = await aBrowser(stage.browser, { language, narrow });
    const [name = '', value = ''] = harbour.cookies[language].split('=');
    await context.addCookies([{ name, value, url: stage.url }]);
    page = await context.newPage();
    if (narrow) await page.setViewportSize({ width: 320, height: 800 });
    await page.addInitScript(watchLayout);
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 404|^ApiProblem/.test(message.text()))
        complaints.push(message.text());
    });
  });
  afterAll(() => context.close());

  const look = async ({ name, path: address }: ConsolePage): Promise<string[]> => {
    complaints.length = 0;
    // While requests are routed, the browser caches no file and compiles each script anew.
    if (name === 'api-docs') await page.route(openApi, shortened);
    const answer = await page.goto(`${stage.url}/console${address}`);
    expect(answer?.headers()['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src/);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    const faults = [
      ...(await auditor(page).all({ contrastByAxe: !narrow })),
      ...(await page.evaluate(clippedTexts)).map((text) => `clipped: ${text}`),
      ...(language === 'ru' ? (await page.evaluate(untranslatedTexts)).map((text) => `English: ${text}`) : []),
    ];
    const out = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (out > 0) faults.push(`sticks out by ${out} px`);
    if ((await page.title()) === 'Pristan') faults.push('its tab has no name of its own');
    await photograph(`${name}.light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    faults.push(...(await auditor(page).colours()).map((fault) => `dark: ${fault}`));
    await photograph(`${name}.dark`);
    const shift = await page.evaluate(layoutShift);
    if (shift > 0.01) faults.push(`the layout moves by ${shift}`);
    await page.unroute(openApi);
    return [...faults, ...complaints].map((fault) => `${name}: ${fault}`);
  };

  const photograph = async (name: string): Promise<void> => {
    if (pictures === undefined) return;
    const file = `console-${name}.${narrow ? 'narrow' : 'wide'}.${language}.png`;
    await page.screenshot({ path: path.join(pictures, file), fullPage: true });
  };

  test(
    'on no page of the console does anything overflow, shift, stay untranslated or violate an axe rule',
    { timeout: 300_000 },
    async () => {
      const faults: string[] = [];
      for (const one of pages)
        if (wanted.length === 0 || wanted.some((start) => `console-${one.name}`.startsWith(start)))
          faults.push(...(await look(one)));
      expect(faults).toEqual([]);
    },
  );
});
