import {
  changeMember,
  deleteIntegration,
  disableInstallation,
  mintLongLivedToken,
  revokeGrant,
  revokeLongLivedToken,
  switchIntegration,
} from '@pristan/flows';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createResourceServer, removeResourceServer } from '../../apps/server/src/cli/resource-servers.ts';
import { tokenEnvironment } from '../../apps/server/src/environment/token-environment.ts';
import type { Integration } from '../harness/fixtures.ts';
import { aCode, anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import { rotateNewestSecret } from '../harness/newest-secret.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform } from '../harness/platform.ts';
import { openSecondNode } from '../harness/second-node.ts';
import { demoAdmin } from '../integration/token/token-request.ts';
import type { Node, ResourceServer, Seen, Traffic } from './traffic.ts';
import { answersTo, introspect, startTraffic, verdictOf } from './traffic.ts';

const RUNS = 5;
const CHAINS = 6;
const CODES = 20;
const member = { account: 'demo', email: 'member@demo.test' };

let platform: Platform;
let second: Awaited<ReturnType<typeof openSecondNode>>;
let nodes: readonly Node[];
let server: ResourceServer;
let account: Awaited<ReturnType<typeof anAccount>>;
beforeAll(async () => {
  platform = await openPlatform();
  second = await openSecondNode(platform);
  nodes = [platform, second];
  account = await anAccount(platform, 'demo', true);
  server = await createResourceServer(platform.world, { name: 'CRM' });
});
afterAll(async () => {
  await second.close();
  await platform.close();
});

/** Starts traffic of a new integration, on tokens of this person. */
async function trafficOf(person: typeof member): Promise<{ integration: Integration; traffic: Traffic }> {
  const integration = await anIntegration(platform, 'demo');
  // A member may consent once an admin has.
  await aCode(platform, integration, demoAdmin);
  const pairs = [];
  for (let chain = 0; chain < CHAINS; chain++) pairs.push(await tokens(platform, integration, person));
  const codes: string[] = [];
  for (let code = 0; code < CODES; code++) codes.push((await aCode(platform, integration, person)).code);
  const traffic = startTraffic(nodes, server, { integration, pairs, codes });
  await traffic.busy;
  return { integration, traffic };
}

const isGood = ({ got }: Seen): boolean => got === '200' || got === '200 active';
const about = ({ client_id: integrationId }: Integration) =>
  ({ accountId: account.id, integrationId, by: 'operator' }) as const;
async function grantOf({ client_id: id }: Integration, userId: number): Promise<string> {
  const { rows } = await platform.world.pool.query<{ id: string }>(
    'select id from grants where integration_id = $1 and user_id = $2',
    [id, userId],
  );
  return rows[0]?.id ?? '';
}

type End = (integration: Integration) => Promise<unknown>;
const ends: readonly (readonly [what: string, person: typeof member, end: End])[] = [
  [
    'the installation is disabled',
    demoAdmin,
    (integration) => disableInstallation(second.world, { ...about(integration), press: undefined }),
  ],
  [
    'the grant is revoked',
    demoAdmin,
    async (integration) => {
      const grantId = await grantOf(integration, account.admin.id);
      return revokeGrant(second.world, { accountId: account.id, grantId, by: 'operator', press: undefined });
    },
  ],
  [
    'every key and token is revoked',
    demoAdmin,
    (integration) => rotateNewestSecret(second.world, about(integration), { overlapHours: 0, revokeNow: true }),
  ],
  [
    'the integration is paused',
    demoAdmin,
    (integration) => switchIntegration(second.world, about(integration), 'stopped'),
  ],
  ['the integration is deleted', demoAdmin, (integration) => deleteIntegration(second.world, about(integration))],
  ['the member is deactivated', member, () => setMember('deactivated')],
];

async function setMember(state: 'active' | 'deactivated'): Promise<unknown> {
  const userId = account.member?.id ?? 0;
  return changeMember(second.world, { accountId: account.id, userId, to: { state }, by: 'operator' });
}

describe(
  'nothing is alive after the answer, with refreshes, exchanges and introspections running on two nodes',
  { timeout: 120_000 },
  () => {
    test.each(ends)('when %s', async (_what, person, end) => {
      for (let run = 0; run < RUNS; run++) {
        await setMember('active');
        const { integration, traffic } = await trafficOf(person);
        await end(integration);
        const seen = await traffic.ended();
        // The traffic worked before.
        for (const what of ['refresh', 'exchange', 'introspect'] as const)
          expect(seen.some((one) => one.what === what && isGood(one))).toBe(true);
        expect(seen.filter((one) => one.isLate && isGood(one))).toEqual([]);
        const after = await Promise.all(
          nodes.flatMap((node) => traffic.pairs.map((pair) => answersTo(node, { server, integration, pair }))),
        );
        // The client of a deleted integration is unknown: 400.
        expect(after.filter((one) => !/^introspection 200 inactive, API 401, refresh 40[01]$/.test(one))).toEqual([]);
      }
    });
  },
);

describe('a client secret that is replaced under traffic', { timeout: 120_000 }, () => {
  test('401 for every later request with the replaced secret on both nodes; tokens stay alive under the new one', async () => {
    for (let run = 0; run < RUNS; run++) {
      const { integration, traffic } = await trafficOf(demoAdmin);
      const rotated = await rotateNewestSecret(second.world, about(integration), { overlapHours: 0, revokeNow: false });
      if (rotated.kind !== 'rotated') throw new Error(rotated.kind);
      const late = (await traffic.ended()).filter(({ isLate }) => isLate);
      expect(new Set(late.map(({ what, got }) => `${what} ${got}`))).toEqual(
        new Set(['refresh 401', 'exchange 401', 'introspect 200 active']),
      );
      const pair = traffic.pairs.at(-1) ?? { access_token: '', refresh_token: '' };
      const renewed = { ...integration, client_secret: rotated.clientSecret };
      for (const node of nodes) {
        expect(await answersTo(node, { server, integration: renewed, pair })).toMatch(
          /^introspection 200 active, API (200|403|429), refresh 200$/,
        );
      }
    }
  });
});

describe('a token or a resource server that is introspected without a pause on two nodes', { timeout: 120_000 }, () => {
  /** Asks about a token over and over. @returns the answers to requests that began after the end was answered */
  async function lateAnswers(asker: ResourceServer, token: string, end: () => Promise<unknown>) {
    let isEnded = false;
    const late: string[] = [];
    const asks = [...nodes, ...nodes, ...nodes].map(async (node) => {
      for (let isLate = false; !isLate;) {
        isLate = isEnded;
        const got = verdictOf(await introspect(node, asker, token));
        if (isLate) late.push(got);
      }
    });
    for (const node of nodes) expect(verdictOf(await introspect(node, asker, token))).toBe('200 active');
    await end();
    isEnded = true;
    await Promise.all(asks);
    return new Set(late);
  }

  test('inactive for every request after a long-lived token is revoked', async () => {
    const integration = await anIntegration(platform, 'demo', { kind: 'private' });
    await tokens(platform, integration, demoAdmin);
    const question = {
      accountId: account.id,
      integrationId: integration.client_id,
      by: { userId: account.admin.id, address: '192.0.2.1' },
    };
    const { settings } = tokenEnvironment(platform.world);
    for (let run = 0; run < RUNS; run++) {
      const minted = await mintLongLivedToken(
        { ...platform.world, settings },
        {
          ...question,
          name: `run ${run}`,
          expiresAt: platform.clock.now() + 30 * 86_400_000,
        },
      );
      if (minted.kind !== 'minted') throw new Error(minted.kind);
      const { token, tokenId } = minted;
      const late = await lateAnswers(server, token, () => revokeLongLivedToken(second.world, { ...question, tokenId }));
      expect(late).toEqual(new Set(['200 inactive']));
    }
  });

  test('401 for every request after the resource server is removed', async () => {
    const integration = await anIntegration(platform, 'demo');
    const { access_token: token } = await tokens(platform, integration, demoAdmin);
    for (let run = 0; run < RUNS; run++) {
      const other = await createResourceServer(platform.world, { name: `run ${run}` });
      const late = await lateAnswers(other, token, () => removeResourceServer(second.world, { id: other.id }));
      expect(late).toEqual(new Set(['401']));
    }
  });
});
