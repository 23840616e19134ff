#!/usr/bin/env node
// The program `pristan` is committed as plain JavaScript, because npm links a workspace's program at install time,
// before anything is built. In a checkout it first builds what has changed; in a deployed copy without sources it just
// starts. Messages of the build go to stderr: stdout belongs to the command.
import { existsSync } from 'node:fs';

const bundle = new URL('../dist/main.js', import.meta.url);
const build = new URL('../../../tools/build.mjs', import.meta.url);

if (existsSync(build)) {
  try {
    const { buildStale } = await import(build.href);
    await buildStale();
  } catch (error) {
    // A production install has no esbuild; then a bundle that exists is run as it is.
    const unbuildable = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (!unbuildable || !existsSync(bundle)) throw error;
  }
}
process.setSourceMapsEnabled(true);
await import(bundle.href);
