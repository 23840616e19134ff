/**
 * Takes pictures of every page: `node tests/gallery/gallery.mjs FOLDER [NAME…]` writes narrow, wide and dark ones in
 * both languages, of the server's pages from samples and of the console's (`console-…`) from a filled platform. With a
 * NAME, only of pages whose name starts with it.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { buildStale } from '../../tools/build.mjs';
import { launchChromium } from '../browser/chromium.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const [folder, ...wanted] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name a folder for the pictures.');
await buildStale();

const views = [
  { name: 'narrow', width: 380, height: 700, scheme: 'light' },
  { name: 'wide', width: 1200, height: 800, scheme: 'light' },
  { name: 'dark', width: 900, height: 800, scheme: 'dark' },
];

const { dependencies, devDependencies } = JSON.parse(await readFile(join(here, '..', '..', 'package.json'), 'utf8'));
const server = JSON.parse(await readFile(join(here, '..', '..', 'apps', 'server', 'package.json'), 'utf8'));
const others = Object.keys({ ...dependencies, ...devDependencies, ...server.dependencies }).filter(
  (name) => !name.startsWith('@pristan/'),
);
const program = join(here, '..', '..', 'node_modules', '.cache', 'gallery.mjs');
await build({
  entryPoints: [join(here, 'open-gallery.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  // Pristan’s own packages are TypeScript, which Node does not read, so only they are bundled.
  external: others,
});
const { openGallery } = await import(`${pathToFileURL(program).href}?${process.pid}`);
const gallery = await openGallery(join(here, '..', '..', 'apps', 'server', 'src', 'pages'), '');
const browser = await launchChromium();
await mkdir(folder, { recursive: true });
const names = gallery.names.filter((name) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)));
for (const view of views) {
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.height },
    colorScheme: view.scheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  for (const language of ['ru', 'en']) {
    for (const name of names) {
      await page.goto(`${gallery.origin}/${language}/${name}`);
      await page.waitForTimeout(name.startsWith('consent') ? 950 : 60);
      await writeFile(join(folder, `${name}.${view.name}.${language}.png`), await page.screenshot({ fullPage: true }));
    }
  }
  await context.close();
}
await browser.close();
await gallery.close();
console.log(`${names.length} pages, ${names.length * 6} pictures in ${folder}`);

if (wanted.length === 0 || wanted.some((start) => start.startsWith('console'))) {
  const root = join(here, '..', '..');
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', 'tests/gallery/console.test.ts'],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PRISTAN_PICTURES: resolve(folder), PRISTAN_PICTURES_OF: wanted.join(' ') },
    },
  );
  process.exitCode = status ?? 1;
}
