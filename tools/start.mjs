/**
 * `npm start`: from a fresh clone to a running platform. Installs and builds only what is missing or stale, then becomes
 * the server: in this same process, so that signals, the exit code and the memory are the server's own.
 */
import { buildStale } from './build.mjs';
import { installIfStale, root } from './install.mjs';

await installIfStale(root, 'packages');
await buildStale();

// npm ends its shell on SIGTERM but not what the shell runs; without this, `kill` on `npm start` leaves the port taken.
if (process.env.npm_lifecycle_event === 'start') {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGTERM'), 500).unref();
}

process.env.NODE_ENV = 'development';
// The example's site stands on this machine, and its hooks must reach it.
process.env.PRISTAN_HOOK_ALLOW ??= '127.0.0.0/8,::1/128';
process.chdir(root);
process.argv = [process.execPath, 'pristan', 'serve', '--demo', ...process.argv.slice(2)];
process.setSourceMapsEnabled(true);
await import('../apps/server/dist/main.js');
