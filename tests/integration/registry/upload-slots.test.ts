import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionCookie } from '../../harness/api-caller.ts';
import { anIntegration, aUser } from '../../harness/fixtures.ts';
import type { RegistryFixture } from './fixture.ts';
import { openRegistryFixture } from './fixture.ts';

let stand: RegistryFixture;
let port: number;
const sockets: Socket[] = [];
beforeAll(async () => {
  stand = await openRegistryFixture();
  port = await stand.platform.listen();
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await stand.platform.close();
});

/**
 * Starts an upload and sends one byte of its body; returns the upload's status, whether it is closed, and a way to
 * abort it.
 */
async function begin(
  cookie: string,
  path: string,
): Promise<{
  status(): string | undefined;
  isClosed(): boolean;
  breakOff(): void;
}> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let answered = '';
  let closed = false;
  socket.on('error', () => undefined).on('close', () => (closed = true));
  socket.on('data', (data: Buffer) => (answered += data.toString('latin1')));
  const lines = [
    `POST /api/platform${path}/widgets HTTP/1.1`,
    'Host: pristan.test',
    `Cookie: ${cookie}`,
    'Origin: https://pristan.test',
    'Content-Type: application/zip',
    'Content-Length: 1000000',
  ];
  await new Promise((resolve) => socket.write(`${lines.join('\r\n')}\r\n\r\nP`, resolve));
  return {
    status: () => /^HTTP\/1\.1 (\d+)/.exec(answered)?.[1],
    isClosed: () => closed,
    breakOff: () => void socket.destroy(),
  };
}

test('404 for an upload to an unknown integration before its body is read', async () => {
  const upload = await begin(await cookieOf('early'), `${stand.integrations}/0197f0c0-0000-4000-8000-000000000001`);
  await expect.poll(() => upload.status()).toBe('404');
});

test('an account has two uploads at a time and eight waiting; others get 503, other accounts are not affected', async () => {
  const ours = await anIntegration(stand.platform, 'demo', { kind: 'private' });
  const theirs = await anIntegration(stand.platform, 'other', { kind: 'private' });
  const cookie = await cookieOf('many');
  const path = `${stand.integrations}/${ours.client_id}`;
  const uploads = await Promise.all(Array.from({ length: 13 }, async () => begin(cookie, path)));
  await expect.poll(() => uploads.flatMap((upload) => upload.status() ?? [])).toEqual(['503', '503', '503']);

  const noArchive = Buffer.from('no archive');
  const zip = { 'content-type': 'application/zip' };
  const there = `/accounts/${stand.otherAccountId}/integrations/${theirs.client_id}/widgets`;
  expect((await stand.stranger('POST', there, noArchive, zip)).statusCode).toBe(422);
  const here = async () => stand.admin('POST', `${path}/widgets`, noArchive, zip);
  expect((await here()).json()).toMatchObject({ status: 503, code: 'busy' });

  for (const upload of uploads) upload.breakOff();
  await expect.poll(async () => (await here()).statusCode).toBe(422);
});

test('408 after seven seconds for a stalled upload, and its connection is closed', async () => {
  const { client_id: id } = await anIntegration(stand.platform, 'demo', { kind: 'private' });
  const upload = await begin(await cookieOf('slow'), `${stand.integrations}/${id}`);
  await expect.poll(() => upload.status(), { timeout: 12_000, interval: 200 }).toBe('408');
  await expect.poll(() => upload.isClosed()).toBe(true);
}, 15_000);

test('a person has two uploads at a time over all accounts; other people are not affected', async () => {
  const person = await aUser(stand.platform, 'everywhere@demo.test', { demo: 'admin', other: 'admin' });
  const cookie = await sessionCookie(stand.platform, person.id);
  const paths = await Promise.all(
    (['demo', 'other'] as const).map(async (name) => {
      const { client_id: id } = await anIntegration(stand.platform, name, { kind: 'private' });
      return `/accounts/${name === 'demo' ? stand.accountId : stand.otherAccountId}/integrations/${id}`;
    }),
  );
  const uploads = await Promise.all(
    Array.from({ length: 24 }, async (_, n) => begin(cookie, paths[n % paths.length] ?? '')),
  );
  await expect.poll(() => uploads.filter((upload) => upload.status() === '503')).toHaveLength(14);
  const zip = { 'content-type': 'application/zip' };
  const answers = await Promise.all(
    paths.map(async (path, n) =>
      (n === 0 ? stand.admin : stand.stranger)('POST', `${path}/widgets`, Buffer.from('no archive'), zip),
    ),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([422, 422]);
  for (const upload of uploads) upload.breakOff();
});

async function cookieOf(name: string): Promise<string> {
  const person = await aUser(stand.platform, `${name}@demo.test`, { demo: 'admin' });
  return sessionCookie(stand.platform, person.id);
}
