import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openNameLookup } from './name-lookup.ts';
import { openOutbound } from './outbound.ts';

const A = 1;
const AAAA = 28;
const LOOPBACK = Buffer.from([127, 0, 0, 1]);

/**
 * DNS server on loopback: resolves names under `fine.test` to 127.0.0.1, knows no `nobody.test`, and leaves all other
 * questions unanswered.
 */
let server: Socket;
let servers: string[];
let folder: string;
let hostsPath: string;
const asked: string[] = [];
beforeAll(async () => {
  server = createSocket('udp4');
  server.on('message', (question, { port, address }) => {
    const { name, type, end } = questionOf(question);
    asked.push(name);
    const answer = answerTo(name, type);
    if (answer === undefined) return;
    const head = Buffer.from([0, 0, 0x81, 0x80 | answer.code, 0, 1, 0, answer.record.length > 0 ? 1 : 0, 0, 0, 0, 0]);
    question.copy(head, 0, 0, 2);
    server.send(Buffer.concat([head, question.subarray(12, end), answer.record]), port, address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  servers = [`127.0.0.1:${server.address().port}`];
  folder = await mkdtemp(join(tmpdir(), 'pristan-names-'));
  hostsPath = join(folder, 'hosts');
  await writeFile(hostsPath, '127.0.0.1 receiver receiver.lan\n169.254.169.254 meta.fine.test\n');
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

function questionOf(question: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = question.readUInt8(at); length > 0; length = question.readUInt8(at)) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), type: question.readUInt16BE(at + 1), end: at + 5 };
}

function answerTo(name: string, type: number): { code: number; record: Buffer } | undefined {
  if (name === 'nobody.test') return { code: 3, record: Buffer.alloc(0) };
  if (name === 'v4.fine.test' && type === AAAA) return undefined;
  if (!name.endsWith('fine.test')) return undefined;
  const record = Buffer.concat([Buffer.from([0xc0, 0x0c, 0, A, 0, 1, 0, 0, 0, 1, 0, 4]), LOOPBACK]);
  return { code: 0, record: type === A ? record : Buffer.alloc(0) };
}

test('names whose lookup hangs, however many, delay neither the lookup of another name nor its hook', async () => {
  const receiver = createServer((_request, response) => void response.end());
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  const outbound = openOutbound({ allow: ['127.0.0.0/8'], lookUp: openNameLookup({ servers, hostsPath }) });
  const send = async (url: string, beside: { readonly aside?: true } = {}) =>
    outbound.send({ method: 'GET', url, headers: {}, timeoutMs: 10_000, ...beside });

  let over = 0;
  const hanging = Array.from({ length: 20 }, async (_, each) =>
    send(`https://n${each}.slow.test/`, each % 2 === 0 ? { aside: true } : {}).finally(() => over++),
  );
  await expect.poll(() => new Set(asked.filter((name) => name.endsWith('slow.test'))).size).toBe(20);
  for (let each = 0; each < 2; each++)
    expect(await send(`http://b${each}.fine.test:${port}/`)).toMatchObject({ kind: 'answered', status: 200 });
  expect(over).toBe(0);

  const reasons = (await Promise.all(hanging)).map((outcome) => outcome.kind === 'failed' && outcome.reason);
  expect(new Set(reasons)).toEqual(new Set(['connect_timeout']));
  await outbound.close();
  receiver.close();
});

test('the hosts file is read before name servers are asked, and a name is looked up as written', async () => {
  const lookUp = openNameLookup({ servers, hostsPath });
  expect(await lookUp('receiver')).toEqual(['127.0.0.1']);
  expect(await lookUp('Receiver.LAN.')).toEqual(['127.0.0.1']);
  expect(await lookUp('meta.fine.test')).toEqual(['169.254.169.254']);
  expect(await lookUp('shop.fine.test')).toEqual(['127.0.0.1']);
  expect(asked).not.toContain('receiver.lan');
  expect(asked).not.toContain('meta.fine.test');
  expect(asked.filter((name) => /fine\.test./.test(name))).toEqual([]);
});

test('names under localhost are this machine, whatever a name server or the hosts file says', async () => {
  await writeFile(join(folder, 'odd'), '203.0.113.7 localhost shop.localhost\n');
  const lookUp = openNameLookup({ servers, hostsPath: join(folder, 'odd') });
  for (const name of ['localhost', 'LOCALHOST.', 'shop.localhost', 'Shop.Localhost.'])
    expect(await lookUp(name)).toEqual(['127.0.0.1', '::1']);
  expect(asked.filter((name) => /localhost/i.test(name))).toEqual([]);
});

test('a name server that does not answer for IPv6 does not withhold the IPv4 address', async () => {
  expect(await openNameLookup({ servers, hostsPath })('v4.fine.test')).toEqual(['127.0.0.1']);
});

test('the lookup of a name fails with `dns` for an unknown name or an absent name server, and with `timeout` without an answer', async () => {
  const lookUp = openNameLookup({ servers, hostsPath });
  await expect(lookUp('nobody.test')).rejects.toMatchObject({ reason: 'dns' });
  await expect(lookUp('hangs.slow.test')).rejects.toMatchObject({ reason: 'timeout' });
  await expect(lookUp('a..b')).rejects.toMatchObject({ reason: 'dns' });
  await expect(openNameLookup({ servers: ['127.0.0.1:9'], hostsPath })('shop.test')).rejects.toMatchObject({
    reason: 'dns',
  });
});
