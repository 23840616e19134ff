import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../browser/chromium.mjs';
import type { ServerProcess } from '../harness/server-process.ts';
import { startServer } from '../harness/server-process.ts';
import type { ReceiverProcess } from './start-receiver.ts';
import { receiverLine, startReceiver } from './start-receiver.ts';
import { aBrowser, freePort } from './stage.ts';
import { walk } from './start-walk.ts';
import { startWords } from './start-words.ts';

/** Where pictures go; without it the same walk is taken without them. `tests/gallery/start.mjs` sets it. */
const pictures = process.env['PRISTAN_START_PICTURES'];
const documents = join(import.meta.dirname, '../../docs/start');
let folder: string;
let server: ServerProcess;
let receiver: ReceiverProcess;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pristan-start-'));
  // Pictures show the addresses that the text names.
  const port = pictures === undefined ? await freePort() : 4400;
  receiver = await startReceiver(pictures === undefined ? await freePort() : 9000);
  server = await startServer({ PRISTAN_DATA_DIR: join(folder, 'data'), PRISTAN_PORT: String(port) }, [
    'tools/start.mjs',
  ]);
  browser = await launchChromium();
}, 90_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
  await receiver.stop();
  await rm(folder, { recursive: true, force: true });
});

test.each(['en', 'ru'] as const)(
  'a newcomer gets from the clone to a token, a connected account and a hook, as docs/start says (%s)',
  { timeout: 120_000 },
  async (language) => {
    const [, url = ''] = /ready at (\S+)/.exec(server.output()) ?? [];
    const { who } = startWords[language];
    const [, email = '', password = ''] = new RegExp(`(${who}\\S+) +(\\S+)`).exec(server.output()) ?? [];
    const context = await aBrowser(browser, { language });
    const page = await context.newPage();
    await page.setViewportSize({ width: 1000, height: 720 });
    const dataFolder = join(folder, 'data');
    await walk({ page, language, url, person: { email, password }, folder, dataFolder, receiver, picture });
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
  '%s names what is there: the server to start, and its pictures',
  async (name) => {
    const text = await readFile(join(documents, name), 'utf8');
    expect(text).toContain(receiverLine(9000));
    const named = [...text.matchAll(/\]\((images\/[^)]+)\)/g)].map(([, path = '']) => path);
    expect(named).toHaveLength(5);
    for (const path of named) expect((await readFile(join(documents, path))).length, path).toBeLessThan(120_000);
    const language = name === 'README.md' ? 'en' : 'ru';
    const { disable: _, who: __, done: ___, ...said } = startWords[language];
    for (const words of ['create', 'reveal', 'openCode', 'openConsent', 'allow', 'disconnect', 'deliveries'] as const)
      expect(text).toContain(said[words]);
  },
);
