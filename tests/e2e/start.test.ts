import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BorrowedChromium } from '../browser/borrow-chromium.ts';
import { borrowChromium } from '../browser/borrow-chromium.ts';
import type { ServerProcess } from '../harness/server-process.ts';
import { startServer } from '../harness/server-process.ts';
import type { ReceiverProcess } from './start-receiver.ts';
import { receiverLine, startReceiver } from './start-receiver.ts';
import { freePort } from '../harness/free-port.mjs';
import { aBrowser } from './browser-fixture.ts';
import { followStartGuide } from './start-guide.ts';
import { startTexts } from './start-texts.ts';

/** Folder for the pictures of `docs/start`, set by `tests/gallery/start.mjs`; without it no pictures are taken. */
const pictures = process.env['PRISTAN_START_PICTURES'];
const documents = join(import.meta.dirname, '../../docs/start');
let folder: string;
let server: ServerProcess;
let receiver: ReceiverProcess;
let browser: BorrowedChromium;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pristan-start-'));
  // Pictures must show the port that the text of `docs/start` names.
  const port = pictures === undefined ? await freePort() : 4400;
  receiver = await startReceiver(pictures === undefined ? await freePort() : 9000);
  server = await startServer({ PRISTAN_DATA_DIR: join(folder, 'data'), PRISTAN_PORT: String(port) }, [
    'tools/start.mjs',
  ]);
  browser = await borrowChromium();
}, 90_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await receiver.stop();
  await rm(folder, { recursive: true, force: true });
});

test.each(['en', 'ru'] as const)(
  'docs/start leads a newcomer from the clone to a token, a connected account and a hook (%s)',
  { timeout: 120_000 },
  async (language) => {
    const [, url = ''] = /ready at (\S+)/.exec(server.output()) ?? [];
    const { who } = startTexts[language];
    const [, email = '', password = ''] = new RegExp(`(${who}\\S+) +(\\S+)`).exec(server.output()) ?? [];
    const context = await aBrowser(browser, { language });
    const page = await context.newPage();
    await page.setViewportSize({ width: 1000, height: 720 });
    const dataFolder = join(folder, 'data');
    await followStartGuide({ page, language, url, person: { email, password }, folder, dataFolder, receiver, picture });
    await context.close();

    async function picture(name: string, of: Page): Promise<void> {
      if (pictures === undefined) return;
      await of.setViewportSize({ width: 1000, height: 720 });
      await of.evaluate(async () => {
        await document.fonts.ready;
        for (const animation of document.getAnimations()) animation.finish();
      });
      await mkdir(pictures, { recursive: true });
      const { size } = await sharp(await of.screenshot())
        .png({ palette: true, colours: 64 })
        .toFile(join(pictures, `${name}.${language}.png`));
      expect(size).toBeLessThan(120_000);
    }
  },
);

test.each(['README.md', 'README.ru.md'])(
  'docs/start/%s names the real server command, pictures and buttons',
  async (name) => {
    const text = await readFile(join(documents, name), 'utf8');
    expect(text).toContain(receiverLine(9000));
    const named = [...text.matchAll(/\]\((images\/[^)]+)\)/g)].map(([, path = '']) => path);
    expect(named).toHaveLength(5);
    for (const path of named) expect((await readFile(join(documents, path))).length, path).toBeLessThan(120_000);
    const language = name === 'README.md' ? 'en' : 'ru';
    const { disable: _, who: __, done: ___, ...said } = startTexts[language];
    for (const words of ['create', 'reveal', 'openCode', 'openConsent', 'allow', 'disconnect', 'deliveries'] as const)
      expect(text).toContain(said[words]);
  },
);
