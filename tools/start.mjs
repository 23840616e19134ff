/**
 * `npm start`: from a fresh clone to a running platform. Installs and builds what is missing or stale, then runs the
 * server in this same process, so that signals, exit code and memory are the server's own.
 */
import { buildStale } from './build.mjs';
import { installIfStale, root } from './install.mjs';

await installIfStale(root, 'packages');
await buildStale();

// On SIGTERM npm ends its shell but not the shell's child; without this, `kill` on `npm start` would leave the port in
// use.
if (process.env.npm_lifecycle_event === 'start') {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGTERM'), 500).unref();
}

process.env.NODE_ENV = 'development';
process.chdir(root);
process.argv = [process.execPath, 'pristan', 'serve', '--demo', ...process.argv.slice(2)];
process.setSourceMapsEnabled(true);
await import('../apps/server/dist/main.js');
