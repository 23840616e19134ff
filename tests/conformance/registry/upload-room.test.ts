import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionCookie } from '../../harness/api-caller.ts';
import { anIntegration, aPerson } from '../../harness/people.ts';
import type { Stand } from './stand.ts';
import { openStand } from './stand.ts';

let stand: Stand;
let port: number;
const sockets: Socket[] = [];
beforeAll(async () => {
  stand = await openStand();
  port = await stand.platform.listen();
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await stand.platform.close();
});

/** An upload that is begun, and of whose body a byte is sent: what is answered meanwhile, and an end to it. */
async function begin(cookie: string, path: string): Promise<{ status(): string | undefined; breakOff(): void }> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let answered = '';
  socket.on('error', () => undefined).on('data', (data: Buffer) => (answered += data.toString('latin1')));
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
    breakOff: () => void socket.destroy(),
  };
}

test('an upload for an integration that is not there is refused before its body is read', async () => {
  const upload = await begin(await cookieOf('early'), `${stand.integrations}/0197f0c0-0000-4000-8000-000000000001`);
  await expect.poll(() => upload.status()).toBe('404');
});

test('of an account two are read at a time and eight wait, the rest is told to come back; another account goes on', async () => {
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

async function cookieOf(name: string): Promise<string> {
  const person = await aPerson(stand.platform, `${name}@demo.test`, { demo: 'admin' });
  return sessionCookie(stand.platform, person.id);
}
