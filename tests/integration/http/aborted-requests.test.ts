import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionCookie } from '../../harness/api-caller.ts';
import { anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { widgetZip } from '../../harness/widget.ts';

const lines: { level: number; msg?: string }[] = [];
let platform: Platform;
let port: number;
let cookie: string;
let accountId: number;
let clientId: string;
let accessToken: string;
beforeAll(async () => {
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  platform = await openPlatform({}, log);
  const demo = await anAccount(platform, 'demo');
  accountId = demo.id;
  cookie = await sessionCookie(platform, demo.admin.id);
  const integration = await anIntegration(platform, 'demo');
  clientId = integration.client_id;
  accessToken = (await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' })).access_token;
  port = await platform.listen();
});
afterAll(async () => platform.close());

/**
 * Sends the head and part of the body of a request, resets the connection, and waits until the server has dropped it.
 */
async function breakOff(target: string, host: string, headers: readonly string[], body: Buffer): Promise<void> {
  const accepted = once(platform.app.server, 'connection');
  const socket = connect(port, '127.0.0.1');
  const [own] = (await accepted) as [Socket];
  const begun = once(platform.app.server, 'request');
  const length = `Content-Length: ${body.length + 1000}`;
  socket.write([`POST ${target} HTTP/1.1`, `Host: ${host}`, length, ...headers, '', ''].join('\r\n'));
  socket.write(body);
  await begun;
  const closed = once(own, 'close');
  socket.resetAndDestroy();
  await closed.catch(() => undefined);
  for (let count = 0; count < 20; count++) await turn();
}

test('a request body that its sender breaks off leaves no line in the log, at any endpoint', async () => {
  const form = 'Content-Type: application/x-www-form-urlencoded';
  const json = 'Content-Type: application/json';
  const own = [`Cookie: ${cookie}`, 'Origin: https://pristan.test', 'Sec-Fetch-Site: same-origin'];
  const bearer = `Authorization: Bearer ${accessToken}`;
  const integrations = `/api/platform/accounts/${accountId}/integrations`;
  const part = Buffer.from('{"name": "a');
  lines.length = 0;
  await breakOff('/oauth2/access_token', 'demo.accounts.test', [json], part);
  await breakOff('/oauth2/introspect', 'pristan.test', [form], part);
  await breakOff('/api/v4/users', 'demo.accounts.test', [json, bearer], part);
  await breakOff('/sign-in', 'pristan.test', [form, ...own], part);
  await breakOff(integrations, 'pristan.test', [json, ...own], part);
  const zip = (await widgetZip()).subarray(0, 2000);
  const upload = `${integrations}/${clientId}/widgets`;
  await breakOff(upload, 'pristan.test', ['Content-Type: application/zip', ...own], zip);
  expect(lines).toEqual([]);
});
