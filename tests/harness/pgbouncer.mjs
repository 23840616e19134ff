/**
 * Finds PgBouncer for `npm run test:services`, or installs Debian's, and starts it before a PostgreSQL.
 * Plain JavaScript: `npm run test:services` calls it before anything is built.
 */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { installFromDebian, onPath } from '../browser/installed.mjs';
import { freePort } from './free-port.mjs';

/**
 * Finds the program PgBouncer, installing it if necessary; undefined when it cannot be installed.
 * @returns {Promise<string | undefined>}
 */
export async function pgbouncerPath() {
  const names = ['pgbouncer'];
  return (
    process.env.PRISTAN_PGBOUNCER ??
    (await onPath(names)) ??
    (await onPath(['/usr/sbin/pgbouncer'])) ??
    ((await installFromDebian(names)) ? ((await onPath(names)) ?? '/usr/sbin/pgbouncer') : undefined)
  );
}

/**
 * Starts PgBouncer on a loopback port before the database of this URL, with a small pool of connections.
 * @param {{ program: string, url: string, mode: 'transaction' | 'session' | 'statement', size?: number }} what
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} the same database's URL through the pooler
 */
export async function startPgbouncer({ program, url, mode, size = 5 }) {
  const folder = await mkdtemp(join(tmpdir(), 'pristan-pgbouncer-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  const to = new URL(url);
  const name = to.pathname.slice(1);
  const behind = {
    host: to.searchParams.get('host') ?? to.hostname,
    port: to.port || '5432',
    user: to.username,
    ...(to.password === '' ? {} : { password: decodeURIComponent(to.password) }),
  };
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'any',
    pool_mode: mode,
    default_pool_size: size,
    ignore_startup_parameters: 'extra_float_digits',
  };
  const lines = [
    '[databases]',
    `${name} = ${Object.entries(behind)
      .map(([key, value]) => `${key}=${value}`)
      .join(' ')}`,
    '[pgbouncer]',
    ...Object.entries(settings).map(([key, value]) => `${key} = ${value}`),
  ];
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(file, `${lines.join('\n')}\n`);
  // PgBouncer refuses to run as root.
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(program, ['-q', ...user, file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  const gone = new Promise((resolve) => child.once('close', resolve));
  while (!(await isOpen(port))) {
    if (child.exitCode !== null) throw new Error(`PgBouncer ended: ${said}`);
    await pause(20);
  }
  const end = () => child.kill();
  process.once('exit', end);
  const through = new URL(`postgresql://${to.username}@127.0.0.1:${port}/${name}`);
  return {
    url: through.href,
    async close() {
      process.off('exit', end);
      end();
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });
}
