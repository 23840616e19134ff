import {
  askFreshCode,
  changeMember,
  createInvitation,
  mintLongLivedToken,
  mintPersonalToken,
  rotateSecret,
  sendTestDelivery,
  uploadWidget,
} from '@pristan/flows';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../../apps/server/src/environment/open.ts';
import type { Integration } from '../harness/fixtures.ts';
import { aCode, aUser, anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform } from '../harness/platform.ts';
import { openSecondNode } from '../harness/second-node.ts';
import { line } from '../harness/checked-text.ts';

let platform: Platform;
let second: Awaited<ReturnType<typeof openSecondNode>>;
let accountId: number;
let by: { readonly userId: number; readonly address: string };
let own: Integration;
const place = { account: 'demo', email: 'admin@demo.test' };
const day = 86_400_000;

beforeAll(async () => {
  platform = await openPlatform();
  second = await openSecondNode(platform);
  const account = await anAccount(platform, 'demo');
  accountId = account.id;
  by = { userId: account.admin.id, address: '203.0.113.5' };
  own = await anIntegration(platform, 'demo', { kind: 'private' });
  await tokens(platform, own, place);
});
afterAll(async () => {
  await second.close();
  await platform.close();
});

/** Runs `count` requests at once, alternating between two nodes, and counts their outcomes. */
async function atOnce(count: number, ask: (world: World, at: number) => Promise<{ kind: string; reason?: string }>) {
  const nodes = [platform.world, second.world];
  const answers = await Promise.all(Array.from({ length: count }, (_, at) => ask(nodes[at % 2] ?? platform.world, at)));
  const seen: Record<string, number> = {};
  for (const { kind, reason = kind } of answers) seen[reason] = (seen[reason] ?? 0) + 1;
  return seen;
}

/** Adds the settings that the claims of a token are made of. */
const mintingOn = (world: World) => ({
  ...world,
  settings: { platform: 1, issuer: '', apiDomain: '', refreshGraceSeconds: 0, baseDomain: '' } as const,
});

const db = () => platform.world.db;
const about = () => ({ accountId, integrationId: own.client_id, by });

test('of 80 long-lived tokens requested at once exactly 50 are issued', async () => {
  const expiresAt = platform.clock.now() + 30 * day;
  expect(
    await atOnce(80, (world, at) => mintLongLivedToken(mintingOn(world), { ...about(), name: `t${at}`, expiresAt })),
  ).toEqual({
    minted: 50,
    too_many_tokens: 30,
  });
});

test('of 80 personal access tokens requested at once exactly 50 are issued', async () => {
  const sessionHash = randomBytes(32);
  const at = platform.clock.now();
  const session = { id: sessionHash, session_id: randomUUID(), user_id: by.userId, user_agent: '', address: '' };
  const times = { created_at: at, last_seen_at: at, expires_at: at + day };
  await db()
    .insertInto('sessions')
    .values({ ...session, ...times })
    .execute();
  const asked = {
    accountId,
    by,
    abilities: ['integrations:read'] as const,
    integrationId: undefined,
    days: 1,
    sessionHash,
  };
  expect(await atOnce(80, (world, n) => mintPersonalToken(world, { ...asked, name: `t${n}` }))).toEqual({
    minted: 50,
    too_many_tokens: 30,
  });
});

test('of 30 invitations sent at once, with 190 open already, exactly 10 are sent', async () => {
  const at = platform.clock.now();
  const open = Array.from({ length: 190 }, (_, n) => ({
    account_id: accountId,
    id: randomUUID(),
    email: `open${n}@guests.test`,
    name: line(''),
    role: 'member' as const,
    token_hash: randomBytes(32),
    created_by: null,
    created_at: at,
    expires_at: at + day,
    accepted_at: null,
    revoked_at: null,
  }));
  await db().insertInto('invitations').values(open).execute();
  const asked = { accountId, name: '', role: 'member', language: 'en', by } as const;
  expect(await atOnce(30, (world, n) => createInvitation(world, { ...asked, email: `n${n}@guests.test` }))).toEqual({
    invited: 10,
    too_many_open: 20,
  });
});

async function withWidgetVersions(integration: Integration, numbers: readonly number[]): Promise<void> {
  const at = platform.clock.now();
  const sha256 = randomBytes(32).toString('hex');
  await db()
    .insertInto('widget_archives')
    .values({ sha256, bytes: randomBytes(8), created_at: at })
    .execute();
  const version = {
    integration_id: integration.client_id,
    sha256,
    archive_bytes: 8,
    created_at: at,
    created_by: null,
    manifest: JSON.stringify({ settings: [] }) as never,
    report: JSON.stringify({}) as never,
  };
  await db()
    .insertInto('widget_versions')
    .values(numbers.map((number) => ({ ...version, number, live: number === 1 })))
    .execute();
}

test('of 80 authorization codes requested at once by the integrator exactly 5 are given', async () => {
  await withWidgetVersions(own, [1]);
  const { client_id: clientId, client_secret: clientSecret } = own;
  const asked = { clientId, clientSecret, account: 'demo', grantId: undefined, address: '203.0.113.9' };
  expect(await atOnce(80, (world) => askFreshCode(world, asked))).toEqual({ accepted: 5, too_many: 75 });
});

test('of 8 widgets uploaded at once, with 95 versions already, exactly 5 are stored, each with its own number', async () => {
  const full = await anIntegration(platform, 'demo', { kind: 'private', name: 'Full' });
  await withWidgetVersions(
    full,
    Array.from({ length: 95 }, (_, n) => n + 1),
  );
  const question = { ...about(), integrationId: full.client_id };
  expect(
    await atOnce(8, (world, n) =>
      uploadWidget(world, question, {
        sha256: `${n}`.padStart(64, '0'),
        archiveBytes: 1,
        manifest: { settings: [] } as never,
        report: { inflatedBytes: 1, files: [] },
        bytes: new Uint8Array([n]),
      }),
    ),
  ).toEqual({ uploaded: 5, too_many_versions: 3 });
});

test('after 80 concurrent exchanges of one grant’s codes and one more, 20 refresh-token families are left', async () => {
  const client = await anIntegration(platform, 'demo', { kind: 'private', name: 'Families' });
  const codes: Awaited<ReturnType<typeof aCode>>[] = [];
  for (let n = 0; n <= 80; n++) codes.push(await aCode(platform, client, place));
  const exchange = async ({ code, referer }: (typeof codes)[number], n: number) => {
    const { statusCode } = await (n % 2 === 0 ? platform : second).inject({
      method: 'POST',
      url: '/oauth2/access_token',
      host: referer,
      payload: {
        grant_type: 'authorization_code',
        client_id: client.client_id,
        client_secret: client.client_secret,
        redirect_uri: client.redirectUri,
        code,
      },
    });
    return statusCode;
  };
  const [last, ...atTheSameTime] = codes;
  const answers = await Promise.all(atTheSameTime.map(exchange));
  if (last !== undefined) answers.push(await exchange(last, 0));
  expect(answers.filter((status) => status !== 200)).toEqual([]);
  const { count } = await db()
    .selectFrom('families')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('integration_id', '=', client.client_id)
    .executeTakeFirstOrThrow();
  expect(count).toBe(20);
});

test('of 80 test deliveries requested at once exactly 30 are sent', async () => {
  const { client_id: integrationId } = await anIntegration(platform, 'demo', { kind: 'private', name: 'Hooks' });
  expect(
    await atOnce(80, (world) => sendTestDelivery(world, { accountId, integrationId, hook: 'install', by })),
  ).toEqual({ sent: 30, wait: 50 });
});

test('of 20 rotations of one client secret at once exactly one happens', async () => {
  const { client_id: integrationId } = await anIntegration(platform, 'demo', { kind: 'private', name: 'Keys' });
  const current = await platform.world.store.registry.secret(accountId, integrationId);
  const rotation = { overlapHours: 24, revokeNow: false, replaces: current?.secretId ?? '' };
  expect(await atOnce(20, (world) => rotateSecret(world, { accountId, integrationId, by }, rotation))).toEqual({
    rotated: 1,
    secret_replaced: 19,
  });
});

test('two admins who demote each other 20 times at once leave one admin', async () => {
  const other = await aUser(platform, 'second@demo.test', { demo: 'admin' });
  const people = [by.userId, other.id];
  await atOnce(20, (world, n) =>
    changeMember(world, {
      accountId,
      userId: people[n % 2] ?? 0,
      to: { role: 'member' },
      by: { userId: people[(n + 1) % 2] ?? 0, address: '' },
    }),
  );
  const admins = await db()
    .selectFrom('memberships')
    .select('user_id')
    .where('account_id', '=', accountId)
    .where('role', '=', 'admin')
    .where('state', '=', 'active')
    .execute();
  expect(admins).toHaveLength(1);
});
