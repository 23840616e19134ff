import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { apiCaller, sessionCookie } from '../harness/api-caller.ts';
import type { ApiCaller } from '../harness/api-caller.ts';
import type { CommitProxy } from '../harness/commit-proxy.ts';
import { openCommitProxy } from '../harness/commit-proxy.ts';
import { newestSecretId } from '../harness/newest-secret.ts';
import { startNode } from '../harness/node-process.ts';
import { anAccount, anIntegration } from '../harness/fixtures.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform, testVariables } from '../harness/platform.ts';

let platform: Platform;
let account: Awaited<ReturnType<typeof anAccount>>;
let admin: ApiCaller;
let door: CommitProxy;
beforeAll(async () => {
  platform = await openPlatform();
  account = await anAccount(platform, 'demo');
  admin = await apiCaller(platform, account.admin);
});
afterAll(() => platform.close());
beforeEach(async () => {
  door = await openCommitProxy(platform.world.config.databaseUrl ?? '');
  return () => door.close();
});

/** Rotates a secret on a node that is killed while its commit, or the database's answer to the commit, is held back. */
async function rotatedByADyingNode(what: 'commit' | 'answer') {
  const { client_id } = await anIntegration(platform, 'demo');
  const path = `/accounts/${account.id}/integrations/${client_id}/secret/rotation`;
  const replaces = await newestSecretId(platform.world, client_id);
  const headers = { 'idempotency-key': `rotation of ${client_id}` };
  const node = await startNode({ ...testVariables, PRISTAN_DATABASE_URL: door.url });
  const cookie = await sessionCookie(platform, account.admin.id);
  const { publicUrl } = platform.world.config;
  door.hold(what);
  const lost = node
    .post(new URL(publicUrl).host, `/api/platform${path}`, { replaces }, { cookie, origin: publicUrl, ...headers })
    .then(
      () => 'answered',
      () => 'lost',
    );
  await door.held();
  await node.kill();
  expect(await lost).toBe('lost');
  return { client_id, repeat: async () => admin('POST', path, { replaces }, headers) };
}

async function secretsOf(clientId: string): Promise<number> {
  const { rows } = await platform.world.pool.query('select from integration_secrets where integration_id = $1', [
    clientId,
  ]);
  return rows.length;
}

test('SIGKILL between commit and answer of a key rotation: another node gives the stored answer, without a second rotation', async () => {
  const { client_id, repeat } = await rotatedByADyingNode('answer');
  expect(await secretsOf(client_id)).toBe(2);
  const answer = await repeat();
  expect([answer.statusCode, answer.headers['idempotent-replayed']]).toEqual([200, 'true']);
  const shown = await admin('GET', `/accounts/${account.id}/integrations/${client_id}/secret`);
  expect(answer.json()).toMatchObject(shown.json<object>());
  expect(await secretsOf(client_id)).toBe(2);
});

test('SIGKILL before the commit of a key rotation: nothing was rotated, and the repeated request rotates on another node', async () => {
  const { client_id, repeat } = await rotatedByADyingNode('commit');
  // The database releases the dead node's lock when it notices that the connection has ended.
  const answer = await expect
    .poll(async () => (await repeat()).statusCode, { timeout: 10_000 })
    .toBe(200)
    .then(async () => repeat());
  expect(answer.headers['idempotent-replayed']).toBe('true');
  expect(await secretsOf(client_id)).toBe(2);
});
