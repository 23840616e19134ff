import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadAssets } from './assets.ts';

const directory = join(import.meta.dirname, 'assets');
const scripts = new Map([['return.js', Buffer.from('close()')]]);

test('a file is found at the address it was given, and at no other', async () => {
  const assets = await loadAssets(directory, scripts);
  expect(assets.at(assets.url('return.js'))).toEqual({
    body: Buffer.from('close()'),
    contentType: 'text/javascript; charset=utf-8',
  });
  expect(assets.at('/assets/return.js')).toBeUndefined();
  expect(assets.at('/assets/../assets.ts')).toBeUndefined();
  expect(() => assets.url('nothing.css')).toThrow('There is no asset nothing.css');
});

test('another content gets another address', async () => {
  const one = await loadAssets(directory, scripts);
  const other = await loadAssets(directory, new Map([['return.js', Buffer.from('history.back()')]]));
  expect(other.url('return.js')).not.toBe(one.url('return.js'));
  expect(other.url('pages.css')).toBe(one.url('pages.css'));
});

test('the style sheet names only files that are served with it', async () => {
  const assets = await loadAssets(directory, scripts);
  const css = assets.at(assets.url('pages.css'))?.body.toString('utf8') ?? '';
  const named = [...css.matchAll(/url\(([^)]+)\)/g)].map((match) => match[1] ?? '');
  expect(named).toHaveLength(6);
  for (const url of named) {
    expect(assets.at(url)?.contentType).toBe('font/woff2');
    expect(assets.at(url)?.body.subarray(0, 4).toString('latin1')).toBe('wOF2');
  }
});
