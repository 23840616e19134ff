import { minuteMs } from '@pristan/rules';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WorkKind } from '@pristan/due-work';
import { performDue } from '@pristan/due-work';
import { disableInstallation } from '@pristan/flows';
import { openPool } from '@pristan/store';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createIntegrationCommand, issueCode } from '../../apps/server/src/cli/integrations.ts';
import { smtpTransport } from '../../apps/server/src/accounts/smtp.ts';
import { moveWork } from '../../apps/server/src/workers/adopt.ts';
import { deliveryWork } from '../../apps/server/src/workers/deliver.ts';
import { startDueWork } from '../../apps/server/src/workers/due-work.ts';
import { logoWork } from '../../apps/server/src/workers/logos.ts';
import { mailWork } from '../../apps/server/src/workers/mail.ts';
import { apiCaller } from '../harness/api-caller.ts';
import { aClone } from '../harness/clones.ts';
import { aUser, anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { NodeProcess } from '../harness/node-process.ts';
import { startNode } from '../harness/node-process.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform, testVariables } from '../harness/platform.ts';
import { aReceiver } from '../harness/receiver.ts';
import type { HoldingMailServer } from './holding-mail-server.ts';
import { aHoldingMailServer } from './holding-mail-server.ts';

const allow = { PRISTAN_HOOK_ALLOW: '127.0.0.0/8' };

let platform: Platform;
let mailServer: HoldingMailServer;
const nodes: NodeProcess[] = [];
beforeEach(async () => {
  mailServer = await aHoldingMailServer();
  platform = await openPlatform(allow);
});
afterEach(async () => {
  await Promise.all(nodes.splice(0).map(async (node) => node.kill()));
  await platform.close();
  await mailServer.close();
});

/** Starts a server process on the platform's database. */
async function started(): Promise<NodeProcess> {
  const databaseUrl = platform.world.config.databaseUrl ?? '';
  const variables = { ...testVariables, ...allow, PRISTAN_DATABASE_URL: databaseUrl };
  const node = await startNode({ ...variables, PRISTAN_SMTP_URL: mailServer.url });
  nodes.push(node);
  return node;
}

const now = (): number => platform.clock.now();

/** Numbers of pieces that another node does: before the lease has ended, when it has ended, and a lease later. */
async function takenOver<Item, Result>(kind: WorkKind<Item, Result>): Promise<readonly number[]> {
  const before = await performDue(kind, now);
  platform.clock.advance(kind.leaseMs);
  const after = await performDue(kind, now);
  platform.clock.advance(kind.leaseMs);
  return [before, after, await performDue(kind, now)];
}

const transport = (): ReturnType<typeof smtpTransport> =>
  smtpTransport({ smtpUrl: mailServer.url, publicUrl: platform.world.config.publicUrl });

async function addMail(email: string): Promise<void> {
  await aUser(platform, email);
  const { store, random } = platform.world;
  const about = { kind: 'password_reset', language: 'en', facts: {} } as const;
  const mail = { ...about, mailId: random.uuid(), recipient: email };
  await store.commit([{ kind: 'mail_queued', mail, at: now() }]);
}

/** A server whose first request for a picture stays unanswered. */
async function aHoldingLogoServer() {
  const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#147' } })
    .png()
    .toBuffer();
  let requests = 0;
  let hold = (): void => undefined;
  const holding = new Promise<void>((resolve) => {
    hold = resolve;
  });
  const server = createServer((request, response) => {
    if (request.url !== '/logo.png') return void response.writeHead(404).end();
    requests += 1;
    if (requests === 1) return hold();
    response.end(picture);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    holding,
    requests: () => requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('after SIGKILL of a server in the middle of a piece of work', () => {
  test('another node sends the mail once, when its lease has ended', async () => {
    const killed = await started();
    await addMail('killed@demo.test');
    await mailServer.holding;
    await killed.kill();
    mailServer.release();
    expect(await takenOver(mailWork(platform.world, transport()))).toEqual([0, 1, 0]);
    expect(mailServer.accepted.map((letter) => /^To: .*$/m.exec(letter)?.[0])).toEqual(['To: killed@demo.test']);
  });

  test('another node stores the logo once, when its lease has ended', async () => {
    const { world } = platform;
    const logos = await aHoldingLogoServer();
    const killed = await started();
    const account = await anAccount(platform, 'gulls');
    const { client_id } = await aClone(platform, account, {
      origin: logos.origin,
      logoUri: `${logos.origin}/logo.png`,
    });
    await logos.holding;
    await killed.kill();
    expect(await takenOver(logoWork(world))).toEqual([0, 1, 0]);
    expect(logos.requests()).toBe(2);
    const stored = await world.db
      .selectFrom('integrations')
      .select(['logo_hash', 'logo_uri'])
      .where('id', '=', client_id)
      .executeTakeFirstOrThrow();
    expect(stored).toEqual({ logo_hash: expect.any(String), logo_uri: null });
    await logos.close();
  });

  test('another node sends the disconnect hook under the same id, when its lease has ended, and then no more', async () => {
    const { world } = platform;
    const receiver = await aReceiver('hang', 200);
    const { id: accountId, admin } = await anAccount(platform, 'gulls');
    const keys = await createIntegrationCommand(world, {
      account: 'gulls',
      name: 'Acme Mail',
      redirectUri: `${receiver.origin}/callback`,
      disconnectUri: `${receiver.origin}/bye`,
    });
    await issueCode(world, { clientId: keys.client_id, account: 'gulls', email: admin.email });
    const killed = await started();
    await disableInstallation(world, { accountId, integrationId: keys.client_id, by: 'operator', press: undefined });
    await receiver.got(1);
    await killed.kill();
    expect(await takenOver(deliveryWork(world))).toEqual([0, 1, 0]);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    await receiver.close();
  });

  test('another node moves the account of an adoption once, when its lease has ended', async () => {
    const { world } = platform;
    const origin = 'https://gulls.test';
    const owner = await anAccount(platform, 'gulls');
    const published = await anIntegration(platform, 'gulls', { redirectUri: `${origin}/callback` });
    const account = await anAccount(platform, 'north');
    const clone = await aClone(platform, account, { origin });
    await tokens(platform, clone, { account: 'north', email: account.admin.email });
    const integrator = await apiCaller(platform, owner.admin);
    const announced = await integrator('POST', `/accounts/${owner.id}/integrations/${published.client_id}/adoption`);
    expect(announced.statusCode, announced.body).toBe(200);
    // A move writes the clone's row last of all locks: the server waits in the middle of its commit.
    const other = openPool(world.connection, 1, () => undefined);
    const client = await other.connect();
    await client.query('begin');
    await client.query('select 1 from integrations where id = $1 for update', [clone.client_id]);
    await world.pool.query('update adoptions set moves_at = $1', [now() - 1]);
    await world.pool.query('update adopted_clones set moves_at = $1, due_at = $1', [now() - 1]);
    const killed = await started();
    const waiting = async (): Promise<number> => {
      const { rows } = await world.pool.query<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows[0]?.waiting ?? 0;
    };
    await expect.poll(waiting, { timeout: 30_000 }).toBeGreaterThan(0);
    await killed.kill();
    await client.query('rollback');
    client.release();
    await other.end();
    await expect.poll(waiting).toBe(0);
    expect(await takenOver(moveWork(world))).toEqual([0, 1, 0]);
    const moved = await world.db.selectFrom('adopted_clones').select('state').execute();
    expect(moved).toEqual([{ state: 'moved' }]);
    const grants = await world.db
      .selectFrom('grants')
      .select('id')
      .where('integration_id', '=', published.client_id)
      .where('revoked_at', 'is', null)
      .execute();
    expect(grants).toHaveLength(1);
  }, 60_000);
});

test('an idle node sends a mail that a dead node had claimed, when the lease has ended, although nobody announces it', async () => {
  const { world } = platform;
  const sent: string[] = [];
  const lease = { leaseEndsAt: now() + minuteMs, limit: 1, except: [] };
  await world.db
    .insertInto('mails')
    .values({
      id: world.random.uuid(),
      recipient: 'orphan@demo.test',
      kind: 'password_reset',
      language: 'en',
      facts: '{}',
      due_at: now() + 1,
      created_at: now(),
    })
    .execute();
  expect(await world.store.mails.claim({ ...lease, now: now() + 1 })).toHaveLength(1);
  await aUser(platform, 'orphan@demo.test');
  let searches = 0;
  const work = startDueWork(world, (own, begin) => {
    const kind = mailWork(own, async ({ to }) => void sent.push(to));
    const nextDueAt = async () => {
      searches += 1;
      return kind.nextDueAt();
    };
    begin({ ...kind, lookMs: 20, idleMs: 20, nextDueAt });
  });
  await expect.poll(() => searches, { timeout: 20_000 }).toBeGreaterThan(1);
  expect(sent).toEqual([]);
  platform.clock.advance(minuteMs);
  await expect.poll(() => sent, { timeout: 20_000 }).toEqual(['orphan@demo.test']);
  await work.stop();
});

describe('a mail server that hangs for longer than the lease', () => {
  test('a mail is not sent again by the same node, once more by another, and the late failure changes nothing', async () => {
    const { world } = platform;
    await addMail('slow@demo.test');
    const sent: string[] = [];
    let fail = (_error: Error): void => undefined;
    const hangs = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const kind = mailWork(world, async ({ to }) => {
      sent.push(`slow node: ${to}`);
      return hangs;
    });
    const work = startDueWork(world, (_own, begin) => begin({ ...kind, lookMs: 20, idleMs: 20 }));
    await expect.poll(() => sent).toEqual(['slow node: slow@demo.test']);
    platform.clock.advance(kind.leaseMs);
    work.wake();
    const other = mailWork(world, async ({ to }) => void sent.push(`other node: ${to}`));
    expect(await performDue(other, now)).toBe(1);
    fail(new Error('gave up'));
    await work.stop();
    platform.clock.advance(kind.leaseMs * 100);
    expect(await performDue(other, now)).toBe(0);
    expect(sent).toEqual(['slow node: slow@demo.test', 'other node: slow@demo.test']);
  });
});

test('a mail is sent as soon as its commit announces it, without waiting for the next search', async () => {
  const sent: string[] = [];
  const work = startDueWork(platform.world, (own, begin) =>
    begin({ ...mailWork(own, async ({ to }) => void sent.push(to)), lookMs: 3_600_000, idleMs: 3_600_000 }),
  );
  const listening = async (): Promise<number> => {
    const { rows } = await platform.world.pool.query<{ found: number }>(
      `select count(*)::int as found from pg_stat_activity where datname = current_database() and query like 'listen %'`,
    );
    return rows[0]?.found ?? 0;
  };
  await expect.poll(listening).toBe(1);
  await addMail('quick@demo.test');
  await expect.poll(() => sent).toEqual(['quick@demo.test']);
  await work.stop();
});
