import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform, testVariables } from '../../harness/platform.ts';
import { command } from '../../harness/node-process.ts';
import { startServer } from '../../harness/server-process.ts';

let platform: Platform;
let databaseUrl: string;
let folder: string;
beforeAll(async () => {
  platform = await openPlatform();
  databaseUrl = platform.world.config.databaseUrl ?? '';
  folder = await mkdtemp(path.join(tmpdir(), 'pristan-start-'));
});
afterAll(async () => {
  await platform.close();
  await rm(folder, { recursive: true, force: true });
});

/** The error output of a server that does not start; fails if it starts. */
async function refusal(variables: Readonly<Record<string, string>>): Promise<string> {
  const started = startServer({ ...testVariables, PRISTAN_DATABASE_URL: databaseUrl, ...variables });
  const error = await started.then(
    async (server) => {
      await server.stop();
      return new Error('it started');
    },
    (thrown: unknown) => thrown,
  );
  return error instanceof Error ? error.message : String(error);
}

/** The errors that `pristan doctor` reports for the same settings. */
async function foundWrong(variables: Readonly<Record<string, string>>): Promise<string> {
  const all = { ...testVariables, PRISTAN_DATABASE_URL: databaseUrl, ...variables };
  const { stdout } = await command(all, 'doctor').then(
    (answer) => ({ stdout: JSON.stringify(answer) }),
    (error: { stdout: string }) => error,
  );
  const { findings } = JSON.parse(stdout) as { findings: { ok: boolean; what: string; todo?: string }[] };
  return findings
    .filter(({ ok }) => !ok)
    .map(({ what, todo }) => `${what}: ${todo}`)
    .join('\n');
}

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');

test.each([
  ['wrong secret keys', { PRISTAN_SECRET_KEYS: `k1:${key(9)}` }, 'PRISTAN_SECRET_KEYS: expected'],
  ['secret keys of another name', { PRISTAN_SECRET_KEYS: `k2:${key(7)}` }, 'PRISTAN_SECRET_KEYS: expected'],
  ['malformed secret keys', { PRISTAN_SECRET_KEYS: 'k1:short' }, 'PRISTAN_SECRET_KEYS: expected'],
  ['an impossible proxy block', { PRISTAN_TRUST_PROXY: '10.0.0.0/33' }, 'PRISTAN_TRUST_PROXY: expected'],
  ['a proxy block of all addresses', { PRISTAN_TRUST_PROXY: '127.0.0.1,0.0.0.0/0' }, 'PRISTAN_TRUST_PROXY: expected'],
  ['a proxy block without a prefix length', { PRISTAN_TRUST_PROXY: '10.0.0.0/x' }, 'PRISTAN_TRUST_PROXY: expected'],
  ['a proxy’s host name', { PRISTAN_TRUST_PROXY: 'proxy.local' }, 'PRISTAN_TRUST_PROXY: expected'],
  ['a listen address of another machine', { PRISTAN_HOST: '192.0.2.1' }, 'PRISTAN_HOST: "192.0.2.1" is not an address'],
])(
  '%s in the settings end the start with a sentence',
  async (_what, variables, sentence) => {
    const said = await refusal(variables);
    expect(said).toContain(sentence);
    expect(said).not.toMatch(/\n\s+at |Error:/);
    expect(said).not.toContain(key(9));
  },
  30_000,
);

test('a damaged file of generated keys ends the start with a sentence that names it', async () => {
  await writeFile(path.join(folder, 'secret-keys'), 'k1:half\n');
  const said = await refusal({
    NODE_ENV: 'development',
    PRISTAN_PUBLIC_URL: 'http://localhost:4400',
    PRISTAN_BASE_DOMAIN: 'localhost:4400',
    PRISTAN_SECRET_KEYS: '',
    PRISTAN_DATA_DIR: folder,
  });
  expect(said).toContain(`${path.join(folder, 'secret-keys')}: expected <id>:<32 bytes in base64> as entry 1`);
  expect(said).not.toMatch(/\n\s+at /);
}, 30_000);

/** The URL of the test's own database with a changed name, user or password. */
const databaseAs = (change: (url: URL) => void): string => {
  const url = new URL(databaseUrl);
  change(url);
  return url.href;
};

test.each([
  ['is no URL', () => 'postgresql://u:hidden-word@[::x/x', 'PRISTAN_DATABASE_URL: expected a URL'],
  [
    'names a missing database',
    () => databaseAs((url) => (url.pathname = '/not_there')),
    'database "not_there" does not exist). Make that database (createdb)',
  ],
  [
    'names an unknown user',
    () => databaseAs((url) => (url.username = 'stranger')),
    'Correct the user and the password in PRISTAN_DATABASE_URL',
  ],
])(
  'a database URL that %s ends the start with one sentence, and the doctor reports it',
  async (_what, url, sentence) => {
    const said = await refusal({ PRISTAN_DATABASE_URL: url() });
    expect(said).toContain(sentence);
    expect(said).not.toMatch(/\n\s+at |Error:|hidden-word/);
    expect(said.trim()).not.toContain('\n');
    const found = await foundWrong({ PRISTAN_DATABASE_URL: url() });
    const [why = ''] = /(?<=\().*(?=\)\. )|PRISTAN_DATABASE_URL: .*/.exec(said) ?? [];
    expect(found).toContain(why);
    expect(found).not.toContain('hidden-word');
  },
  60_000,
);

test('a port that does not speak PostgreSQL ends the start with one sentence', async () => {
  const other = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  try {
    const { port } = other.address() as AddressInfo;
    const url = `postgresql://u:hidden-word@127.0.0.1:${port}/x`;
    const said = await refusal({ PRISTAN_DATABASE_URL: url });
    expect(said).toMatch(/The database cannot be used \([^\n]*\)\. Check that PostgreSQL runs/);
    expect(said).not.toMatch(/\n\s+at |hidden-word/);
    expect(await foundWrong({ PRISTAN_DATABASE_URL: url })).toContain('The database cannot be reached');
  } finally {
    other.close();
  }
}, 60_000);

test('pristan doctor reports a mail server that does not answer', async () => {
  const found = await foundWrong({ PRISTAN_SMTP_URL: 'smtp://someone:hidden-word@127.0.0.1:1' });
  expect(found).toMatch(
    /The mail server cannot be used \(.*ECONNREFUSED.*\): check that it runs, and PRISTAN_SMTP_URL/,
  );
  expect(found).not.toContain('hidden-word');
}, 60_000);

test.each([
  ['a file', () => path.join(folder, 'a-file')],
  ['below a file', () => path.join(folder, 'a-file', 'data')],
  ['where nothing can be made', () => '/proc/pristan-data'],
])(
  'a data directory that is %s ends the start with one sentence',
  async (what, dataDir) => {
    await writeFile(path.join(folder, 'a-file'), '');
    const variables = { PRISTAN_DATABASE_URL: '', PRISTAN_DATA_DIR: dataDir() };
    const said = await refusal(variables);
    expect(said).toContain(`PRISTAN_DATA_DIR: expected a folder that this user may write to; ${dataDir()} `);
    expect(said).not.toMatch(/\n\s+at |Error:/);
    const found = await foundWrong(variables);
    expect(found).toContain(what === 'where nothing can be made' ? 'There is no platform in' : 'PRISTAN_DATA_DIR');
  },
  60_000,
);

test('a taken port ends the start with one sentence, and the doctor reports it unless Pristan runs there', async () => {
  const other = createServer((socket) => socket.end('not http')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const sentence = `Port ${port} is taken by another program. Set PRISTAN_PORT to a free one.`;
  try {
    expect(await refusal({ PRISTAN_PORT: String(port) })).toContain(sentence);
    expect(await foundWrong({ PRISTAN_PORT: String(port) })).toContain(sentence);
  } finally {
    other.close();
  }
  const running = await startServer({ ...testVariables, PRISTAN_DATABASE_URL: databaseUrl });
  try {
    expect(await foundWrong({ PRISTAN_PORT: String(running.port) })).not.toContain('Port');
  } finally {
    await running.stop();
  }
}, 60_000);
