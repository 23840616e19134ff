import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { followHostsFile } from './hosts-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pristan-hosts-'));
});
afterAll(async () => rm(folder, { recursive: true }));

test('host names, aliases, comments, IPv4 and IPv6 are read from a hosts file as in hosts(5)', async () => {
  const path = join(folder, 'read');
  await writeFile(
    path,
    '# ours\n127.0.0.1\tlocalhost\n\n  10.0.0.7   Shop.Test shop # the shop\r\nfd00::7 shop.test\nshop.test other\n#10.0.0.9 shop.test\n',
  );
  const hosts = followHostsFile(path);
  expect(hosts('shop.test')).toEqual(['10.0.0.7', 'fd00::7']);
  expect(hosts('SHOP.test.')).toEqual(['10.0.0.7', 'fd00::7']);
  expect(hosts('shop')).toEqual(['10.0.0.7']);
  for (const nobody of ['other', 'the', '', '10.0.0.7']) expect(hosts(nobody), nobody).toEqual([]);
});

test('a hosts file that is written, replaced or removed counts at the next lookup', async () => {
  const path = join(folder, 'followed');
  const hosts = followHostsFile(path);
  expect(hosts('shop.test')).toEqual([]);
  await writeFile(path, '10.0.0.7 shop.test\n');
  expect(hosts('shop.test')).toEqual(['10.0.0.7']);
  await writeFile(`${path}.new`, '10.0.0.17 shop.test\n');
  await rename(`${path}.new`, path);
  expect(hosts('shop.test')).toEqual(['10.0.0.17']);
  await rm(path);
  expect(hosts('shop.test')).toEqual([]);
});
