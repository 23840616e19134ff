import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Integration } from '../harness/fixtures.ts';
import { aCode, aUser, anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform } from '../harness/platform.ts';
import { openSecondNode } from '../harness/second-node.ts';
import type { TokenPair, TokenRequest } from '../integration/token/token-request.ts';
import {
  codeGrant,
  codeRevokedError,
  issueTokenPair,
  refreshGrant,
  requestTokens,
  statusAndBody,
  tokenRevokedError,
} from '../integration/token/token-request.ts';

const RUNS = 50;
const AT_ONCE = 32;
const people = Array.from({ length: 8 }, (_, at) => `person${at}@demo.test`);

/** Two nodes on one database. Requests of one turn of the event loop share a statement at each of them. */
interface Nodes {
  readonly platform: Platform;
  readonly integration: Integration;
  /** Sends all of these requests at once, in turn to one node and the other. */
  atOnce(requests: readonly TokenRequest[]): Promise<readonly LightMyRequestResponse[]>;
  close(): Promise<void>;
}

async function openNodes(variables: Readonly<Record<string, string>> = {}): Promise<Nodes> {
  const platform = await openPlatform(variables);
  await anAccount(platform, 'demo');
  for (const email of people) await aUser(platform, email, { demo: 'admin' });
  const integration = await anIntegration(platform, 'demo');
  const second = await openSecondNode(platform);
  const nodes = [platform, second] as const;
  return {
    platform,
    integration,
    atOnce: async (requests) =>
      Promise.all(
        requests.map(async (request, at) => requestTokens(at % 2 === 0 ? nodes[0] : nodes[1], integration, request)),
      ),
    async close() {
      await second.close();
      await platform.close();
    },
  };
}

let nodes: Nodes;
/** The same with a grace period of 0, where every refresh but one is refused. */
let strict: Nodes;
beforeAll(async () => {
  nodes = await openNodes();
  strict = await openNodes({ PRISTAN_REFRESH_GRACE_SECONDS: '0' });
});
afterAll(async () => {
  await nodes.close();
  await strict.close();
});

const copies = (request: TokenRequest): readonly TokenRequest[] => Array.from({ length: AT_ONCE }, () => request);
const pairOf = (answer: LightMyRequestResponse | undefined): TokenPair => {
  if (answer?.statusCode !== 200) throw new Error(`no tokens: ${answer?.body}`);
  return answer.json<TokenPair>();
};
const familyIn = (refreshToken: string): string => refreshToken.split('.')[1] ?? '';
const userIn = (accessToken: string): string => {
  const claims = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(claims) as { sub: string }).sub;
};
const wins = (answers: readonly LightMyRequestResponse[]) => answers.filter(({ statusCode }) => statusCode === 200);
const families = async () =>
  (await nodes.platform.world.pool.query<{ id: string; generation: number }>('select id, generation from families'))
    .rows;

describe('32 uses of one authorization code at once, on two nodes', { timeout: 120_000 }, () => {
  test(`one exchange wins and one token family is stored, in each of ${RUNS} runs`, async () => {
    for (let run = 0; run < RUNS; run++) {
      // Another person than in the run before: a grant keeps only so many families.
      const place = { account: 'demo', email: people[run % people.length] ?? '' };
      const { code } = await aCode(nodes.platform, nodes.integration, place);
      const before = new Set((await families()).map(({ id }) => id));
      const answers = await nodes.atOnce(copies(codeGrant(nodes.integration, code)));
      const [winner, ...others] = wins(answers);
      expect(others).toEqual([]);
      const born = (await families()).filter(({ id }) => !before.has(id));
      expect(born).toEqual([{ id: familyIn(pairOf(winner).refresh_token), generation: 1 }]);
      const refused = answers.filter((answer) => answer !== winner).map(statusAndBody);
      expect(refused).toEqual(Array.from({ length: AT_ONCE - 1 }, () => codeRevokedError));
    }
  });
});

describe('32 uses of one refresh token at once, on two nodes', { timeout: 120_000 }, () => {
  test(`all get the same successor by one rotation, and the token ends with that successor’s use, in each of ${RUNS} runs`, async () => {
    for (let run = 0; run < RUNS; run++) {
      const { refresh_token: token } = await issueTokenPair(nodes.platform, nodes.integration);
      const answers = await nodes.atOnce(copies(refreshGrant(token)));
      const [successor = '', ...others] = new Set(answers.map((answer) => pairOf(answer).refresh_token));
      expect(others).toEqual([]);
      const family = (await families()).find(({ id }) => id === familyIn(token));
      expect(family).toEqual({ id: familyIn(successor), generation: 2 });
      const [next] = await nodes.atOnce([refreshGrant(successor)]);
      expect(pairOf(next).refresh_token).not.toBe(successor);
      const late = await nodes.atOnce([refreshGrant(token), refreshGrant(token)]);
      expect(late.map(statusAndBody)).toEqual([tokenRevokedError, tokenRevokedError]);
    }
  });

  test(`without a grace period one refresh wins and no other gets tokens, in each of ${RUNS} runs`, async () => {
    for (let run = 0; run < RUNS; run++) {
      const { refresh_token: token } = await issueTokenPair(strict.platform, strict.integration);
      const answers = await strict.atOnce(copies(refreshGrant(token)));
      const [winner, ...others] = wins(answers);
      expect(others).toEqual([]);
      expect(pairOf(winner).refresh_token).not.toBe(token);
      // So many refused uses record one reuse at once that a few may be told to try again.
      const refused = answers.filter(({ statusCode }) => ![200, 503].includes(statusCode)).map(statusAndBody);
      expect(refused.length).toBeGreaterThan(0);
      expect(refused).toEqual(refused.map(() => tokenRevokedError));
    }
  });
});

describe('requests of several people in one statement', { timeout: 120_000 }, () => {
  test('each of several authorization codes, sent four times at once, is exchanged once, for its own person', async () => {
    const ids = await userIds(nodes);
    for (let run = 0; run < RUNS; run++) {
      const codes = await Promise.all(
        people.map(async (email) => (await aCode(nodes.platform, nodes.integration, { account: 'demo', email })).code),
      );
      const sent = mixed(codes);
      const answers = await nodes.atOnce(sent.map((code) => codeGrant(nodes.integration, code)));
      const winners = codes.map((code) => wins(answers.filter((_, place) => sent[place] === code)));
      expect(winners.map(({ length }) => length)).toEqual(codes.map(() => 1));
      expect(winners.map(([answer]) => userIn(pairOf(answer).access_token))).toEqual(ids);
    }
  });

  test('each of several refresh tokens, sent four times at once, gets one successor of its own family, for its own person', async () => {
    const current = await peoplesTokens(nodes);
    const ids = await userIds(nodes);
    for (let run = 0; run < RUNS; run++) {
      const sent = mixed(current);
      const answers = (await nodes.atOnce(sent.map((token) => refreshGrant(token)))).map(pairOf);
      for (const [at, token] of current.entries()) {
        const got = answers.filter((_, place) => sent[place] === token);
        const [successor = '', ...others] = new Set(got.map(({ refresh_token: one }) => one));
        expect([familyIn(successor), others]).toEqual([familyIn(token), []]);
        expect(new Set(got.map(({ access_token: one }) => userIn(one)))).toEqual(new Set([ids[at]]));
        current[at] = successor;
      }
    }
  });

  test('without a grace period each of several refresh tokens, sent four times at once, is rotated once, for its own person', async () => {
    const current = await peoplesTokens(strict);
    const ids = await userIds(strict);
    for (let run = 0; run < RUNS; run++) {
      const sent = mixed(current);
      const answers = await strict.atOnce(sent.map((token) => refreshGrant(token)));
      const winners = current.map((token) => wins(answers.filter((_, place) => sent[place] === token)));
      expect(winners.map(({ length }) => length)).toEqual(current.map(() => 1));
      for (const [at, [winner]] of winners.entries()) {
        const pair = pairOf(winner);
        expect([familyIn(pair.refresh_token), userIn(pair.access_token)]).toEqual([
          familyIn(current[at] ?? ''),
          ids[at],
        ]);
        current[at] = pair.refresh_token;
      }
    }
  });
});

/** Four copies of each, in an order in which both nodes get two copies of everything. */
function mixed<Item>(items: readonly Item[]): readonly Item[] {
  const back = items.toReversed();
  return [...items, ...back, ...back, ...items];
}

async function peoplesTokens({ platform, integration }: Nodes): Promise<string[]> {
  const pairs = people.map(async (email) => tokens(platform, integration, { account: 'demo', email }));
  return (await Promise.all(pairs)).map(({ refresh_token: token }) => token);
}

async function userIds({ platform }: Nodes): Promise<readonly string[]> {
  const { rows } = await platform.world.pool.query<{ email: string; id: number }>('select email, id from users');
  return people.map((email) => String(rows.find((user) => user.email === email)?.id));
}
