import { randomInt } from 'node:crypto';
import { createResourceServer } from '../../apps/server/src/cli/resource-servers.ts';
import type { LoadRequest } from '../client.ts';
import { formRequest, load } from '../client.ts';
import type { Fixtures } from '../fixtures.ts';
import { host } from '../fixtures.ts';

const CONNECTIONS = 16;
const EVERY_MS = 20;
/** One integration may make seven API calls a second in an account. */
const API_EVERY_MS = 250;
const GRANTS = 200;
const CODES_PER_GRANT = 15;
const CODES_LEFT_MIN = 1_500;
const redirectUri = 'https://shop.test/callback';

type Kind = 'refresh' | 'introspection' | 'exchange' | 'wrong secret' | 'forged token' | 'unknown code';

/** Shares of the kinds in a hundred requests. */
const shares: readonly (readonly [kind: Kind, share: number])[] = [
  ['refresh', 45],
  ['introspection', 30],
  ['exchange', 15],
  ['wrong secret', 4],
  ['forged token', 3],
  ['unknown code', 3],
];

/** Running load: answers so far. */
export interface MixedLoad {
  /** Number of answers so far, and of those that were not the expected ones, by what was answered. */
  readonly done: () => number;
  readonly unexpected: ReadonlyMap<string, number>;
  /** Resolves when the time is over. */
  readonly over: Promise<void>;
}

/** Tokens and codes of the load, and what it has seen. */
interface State {
  readonly codes: string[];
  /** Current refresh token of each connection. */
  readonly refreshTokens: string[];
  accessToken: string;
  done: number;
  readonly unexpected: Map<string, number>;
}

/** Starts refreshes, introspections, exchanges, refused requests and API calls, for so many seconds. */
export async function startMixedLoad(fixtures: Fixtures, port: number, seconds: number): Promise<MixedLoad> {
  const codes = [...(await fixtures.codes(GRANTS * CODES_PER_GRANT))];
  const resourceServer = await createResourceServer(fixtures.world, { name: 'Bench' });
  const state: State = { codes, refreshTokens: [], accessToken: '', done: 0, unexpected: new Map() };
  const requests = requestsOf(fixtures, resourceServer, state);
  const refilling = setInterval(() => {
    if (codes.length < CODES_LEFT_MIN) void moreCodes(fixtures).then((more) => codes.push(...more));
  }, 1_000);
  const mixed = load(port, {
    connections: CONNECTIONS,
    seconds,
    everyMs: EVERY_MS,
    // The first request of a connection gives it a token.
    next: (connection) => requests[state.refreshTokens[connection] === undefined ? 'exchange' : drawn()](connection),
  });
  const calls = load(port, { connections: 1, seconds, everyMs: API_EVERY_MS, next: () => apiCall(state) });
  const over = Promise.all([mixed, calls]).then(() => clearInterval(refilling));
  return { done: () => state.done, unexpected: state.unexpected, over };
}

/** A request whose answer is counted, and reported if it is not the expected one. */
function counted(state: State, what: string, asked: LoadRequest): LoadRequest {
  return {
    request: asked.request,
    take(status, body) {
      state.done += 1;
      const isGood = asked.take(status, body);
      const got = `${what}: ${status}`;
      if (!isGood) state.unexpected.set(got, (state.unexpected.get(got) ?? 0) + 1);
      return isGood;
    },
  };
}

function requestsOf(
  fixtures: Fixtures,
  resourceServer: { readonly id: string; readonly secret: string },
  state: State,
): Readonly<Record<Kind, (connection: number) => LoadRequest>> {
  const issued = (what: Kind, connection: number, request: string): LoadRequest =>
    counted(state, what, {
      request,
      take(status, body) {
        if (status !== 200) return false;
        const pair = JSON.parse(body) as { access_token: string; refresh_token: string };
        state.refreshTokens[connection] = pair.refresh_token;
        state.accessToken = pair.access_token;
        return true;
      },
    });
  const refused = (what: Kind, request: string): LoadRequest =>
    counted(state, what, { request, take: (status) => status === 400 || status === 401 });
  const current = (connection: number): string => state.refreshTokens[connection] ?? '';
  return {
    refresh: (connection) => issued('refresh', connection, fixtures.refresh(current(connection))),
    exchange: (connection) => issued('exchange', connection, fixtures.exchange(state.codes.pop() ?? '')),
    introspection: () =>
      counted(state, 'introspection', {
        request: formRequest('/oauth/v2/introspect', 'localhost:4400', {
          client_id: resourceServer.id,
          client_secret: resourceServer.secret,
          token: state.accessToken,
        }),
        take: (status, body) => status === 200 && body.includes('"active":true'),
      }),
    'wrong secret': (connection) => refused('wrong secret', fixtures.refresh(current(connection), 'wrong')),
    'forged token': (connection) =>
      refused('forged token', fixtures.refresh(`${current(connection).slice(0, -4)}AAAA`)),
    'unknown code': () => refused('unknown code', fixtures.exchange('unknown')),
  };
}

function apiCall(state: State): LoadRequest {
  const { accessToken: token } = state;
  return counted(state, 'API', {
    request: `GET /api/v4/account HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
    // The first call is made before the first exchange.
    take: (status) => status === (token === '' ? 401 : 200),
  });
}

function drawn(): Kind {
  let at = randomInt(100);
  for (const [kind, share] of shares) if ((at -= share) < 0) return kind;
  return 'refresh';
}

/** Creates codes for the grants that are there: each keeps only so many token families. */
async function moreCodes({ world, accountId, clientId }: Fixtures): Promise<readonly string[]> {
  const now = world.clock.now();
  const grants = await world.db.selectFrom('grants').select('id').where('account_id', '=', accountId).execute();
  const about = { account_id: accountId, integration_id: clientId, redirect_uri: redirectUri, key_epoch: 1 };
  const made = grants.map(({ id }) => ({ id, ...world.tokenKeys.drawCode(accountId) }));
  const times = { issued_at: now, expires_at: now + 1_200_000, copyable: false };
  await world.db
    .insertInto('codes')
    .values(made.map(({ id, codeId }) => ({ ...about, ...times, id: Buffer.from(codeId, 'hex'), grant_id: id })))
    .execute();
  return made.map(({ code }) => code);
}
