import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { buildButton } from '../build.mjs';
import { buttonFiles, buttonGzipMaxBytes } from './index.ts';

it('building the button writes both files in ASCII, and the minified one within its size limit', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pristan-button-'));
  try {
    await buildButton(join(folder, 'auth'));
    const readable = await readFile(join(folder, 'auth', buttonFiles.readable));
    const minified = await readFile(join(folder, 'auth', buttonFiles.minified));
    expect(gzipSync(minified).length).toBeLessThanOrEqual(buttonGzipMaxBytes);
    expect(buttonGzipMaxBytes).toBe(4096);
    expect(minified.length).toBeLessThan(readable.length);
    for (const file of [readable, minified]) {
      expect(file.every((byte) => byte < 128)).toBe(true);
      expect(file.toString()).not.toMatch(
        /\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write/,
      );
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
