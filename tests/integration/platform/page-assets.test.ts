import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { builtFolder, openAssets } from '../../../apps/server/src/http/assets.ts';
import { pageAssets } from '../../../apps/server/page-assets.mjs';

const directory = fileURLToPath(new URL('../../../apps/server/src/pages/assets', import.meta.url));
const made = (script: string) => pageAssets(directory, new Map([['return.js', Buffer.from(script)]]));

test('a file of the pages is found only at its own address, which contains a hash', async () => {
  const assets = await openAssets(builtFolder());
  const script = assets.at(assets.url('return.js'));
  expect(script?.contentType).toBe('text/javascript; charset=utf-8');
  expect(script?.body.toString('utf8')).toMatch(/opener/);
  expect(assets.at('/assets/return.js')).toBeUndefined();
  expect(assets.at('/assets/names.json')).toBeUndefined();
  expect(assets.at('/assets/../assets.ts')).toBeUndefined();
  expect(() => assets.url('nothing.css')).toThrow('There is no asset nothing.css');
});

test('a file of the pages gets another address when its content changes', async () => {
  const one = await made('close()');
  const other = await made('history.back()');
  expect(other.names['return.js']).not.toBe(one.names['return.js']);
  expect(other.names['pages.css']).toBe(one.names['pages.css']);
});

test('the pages’ style sheet names only files that are served with it', async () => {
  const assets = await openAssets(builtFolder());
  const css = assets.at(assets.url('pages.css'))?.body.toString('utf8') ?? '';
  const named = [...css.matchAll(/url\(([^)]+)\)/g)].map((match) => match[1] ?? '');
  expect(named).toHaveLength(6);
  for (const url of named) {
    expect(assets.at(url)?.contentType).toBe('font/woff2');
    expect(assets.at(url)?.body.subarray(0, 4).toString('latin1')).toBe('wOF2');
  }
});
