import { secondMs } from '@pristan/rules';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIntegrationCommand } from '../../apps/server/src/cli/integrations.ts';
import { apiCaller, sessionCookie } from '../harness/api-caller.ts';
import { hiddenFields } from '../harness/browser-session.ts';
import type { NodeProcess } from '../harness/node-process.ts';
import { startNode } from '../harness/node-process.ts';
import { anAccount } from '../harness/fixtures.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform, testVariables } from '../harness/platform.ts';
import { asksForNothing, widgetZip } from '../harness/widget.ts';
import type { CountingReceiver, ReceivedHook } from './hook-load.ts';
import { aCountingReceiver } from './hook-load.ts';

const KILLS = 10;
const INTEGRATIONS = 8;
/** Long enough for a lease to end, for a retry to become due, and for a loaded machine. */
const SETTLED_WITHIN_MS = 60 * secondMs;

const publicHost = 'pristan.test';
const allow = { PRISTAN_HOOK_ALLOW: '127.0.0.0/8' };

let platform: Platform;
let accountId: number;
let cookie: string;
let variables: Record<string, string>;
const clients: string[] = [];
const receivers: CountingReceiver[] = [];
const seen: ReceivedHook[] = [];
let onSeen: (one: ReceivedHook) => void = () => undefined;
/** Number of installs and disables that the server answered with 303, by action. */
const answered = { install: 0, disable: 0 };

beforeAll(async () => {
  platform = await openPlatform(allow);
  variables = { ...testVariables, ...allow, PRISTAN_DATABASE_URL: platform.world.config.databaseUrl ?? '' };
  const demo = await anAccount(platform, 'demo');
  accountId = demo.id;
  cookie = await sessionCookie(platform, demo.admin.id);
  const call = await apiCaller(platform, demo.admin);
  const archive = await widgetZip(asksForNothing);
  for (let n = 0; n < INTEGRATIONS; n++) {
    const receiver = await aCountingReceiver((one) => {
      seen.push(one);
      onSeen(one);
    });
    receivers.push(receiver);
    const { client_id } = await createIntegrationCommand(platform.world, {
      account: 'demo',
      name: `Acme ${n}`,
      redirectUri: `${receiver.origin}/callback`,
      disconnectUri: `${receiver.origin}/bye`,
    });
    clients.push(client_id);
    const widgets = `/accounts/${accountId}/integrations/${client_id}/widgets`;
    await call('POST', widgets, archive, { 'content-type': 'application/zip' });
    await call('PUT', `${widgets}/live`, { number: 1 });
  }
  // The clock that dates the pages runs two seconds behind the nodes' clock, so that a page may be confirmed at once.
  platform.clock.advance(-2 * secondMs);
});
afterAll(async () => {
  await Promise.all(receivers.map(async (receiver) => receiver.close()));
  await platform.close();
});

/** Opens the page that installs or disables, and confirms it on a node; throws if the node dies. */
async function press(node: NodeProcess, clientId: string, action: 'install' | 'disable'): Promise<void> {
  const path = `/accounts/${accountId}/installations/${clientId}/${action}`;
  const page = await platform.inject({ url: path, headers: { cookie, 'accept-language': 'en' } });
  // The last install may have died with the server; then there is nothing to disable.
  if (page.statusCode === 404) return;
  expect(page.statusCode, page.body).toBe(200);
  const answer = await node.postForm(publicHost, path, hiddenFields(page.body, path), {
    cookie,
    origin: `https://${publicHost}`,
    'sec-fetch-site': 'same-origin',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-user': '?1',
  });
  expect(answer.status, answer.text).toBe(303);
  answered[action] += 1;
}

/** Installs and disables one integration in turn until the server is killed. */
async function keepPressing(node: NodeProcess, clientId: string, stopped: () => boolean): Promise<void> {
  while (!stopped()) {
    for (const action of ['install', 'disable'] as const) {
      try {
        await press(node, clientId, action);
      } catch (error) {
        if (stopped()) return;
        throw error;
      }
    }
  }
}

/** Kills the node while a receiver holds a request of this hook, but not before `after` requests have arrived. */
async function killedWhile(hook: ReceivedHook['hook'], after: number): Promise<void> {
  const node = await startNode(variables);
  let gone: Promise<void> | undefined;
  let counted = 0;
  const inHand = new Promise<void>((resolve) => {
    onSeen = (one) => {
      counted += 1;
      if (gone !== undefined || counted < after || one.hook !== hook) return;
      gone = node.kill();
      resolve();
    };
  });
  const pressing = clients.map(async (clientId) => keepPressing(node, clientId, () => gone !== undefined));
  await Promise.race([inHand, Promise.all(pressing)]);
  await gone;
  await Promise.all(pressing);
  onSeen = () => undefined;
}

interface Logged {
  readonly id: string;
  readonly integration: string;
  /** The installation's epoch when the hook was enqueued. */
  readonly epoch: number;
  readonly hook: ReceivedHook['hook'];
  readonly state: string;
  readonly tries: number;
  readonly attempts: readonly { readonly status: number | null; readonly failure: string | null }[];
}

async function logOfAll(): Promise<readonly Logged[]> {
  const { rows } = await platform.world.pool.query<Logged>(`
    select d.id, d.integration_id as integration, (d.cause->>'epoch')::int as epoch, d.hook, d.state, d.tries,
      json_agg(json_build_object('status', a.status, 'failure', a.failure)) as attempts
    from deliveries d left join delivery_attempts a on a.account_id = d.account_id and a.delivery_id = d.id
    group by d.account_id, d.id`);
  return rows;
}

async function openDeliveries(): Promise<number> {
  const { rows } = await platform.world.pool.query<{ open: number }>(
    'select count(*)::int as open from deliveries where finished_at is null',
  );
  return rows[0]?.open ?? 0;
}

test('SIGKILL of the server under hook load ten times: the delivery log agrees with the receivers’ records', async () => {
  for (let kill = 0; kill < KILLS; kill++) {
    await killedWhile(kill % 2 === 0 ? 'install' : 'disconnect', 5 + 2 * kill);
    // A second retry waits 30 seconds, so receivers must stop refusing before the last kill.
    if (kill === 3) for (const receiver of receivers) receiver.refuseNothing();
  }
  const last = await startNode(variables);
  const settled = expect.poll(openDeliveries, { timeout: SETTLED_WITHIN_MS, interval: 200 });
  // Deliveries that killed servers left open are finished too.
  await settled.toBe(0);
  await last.stop();

  const logged = await logOfAll();
  const installs = logged.filter(({ hook }) => hook === 'install');
  const disconnects = logged.filter(({ hook }) => hook === 'disconnect');
  const requests = new Map<string, ReceivedHook[]>();
  for (const one of seen) requests.set(one.id, [...(requests.get(one.id) ?? []), one]);
  const requestsOf = ({ id }: Logged): readonly ReceivedHook[] => requests.get(id) ?? [];

  // Every install or disable that was confirmed has its hook.
  expect(installs.length).toBeGreaterThanOrEqual(answered.install);
  expect(disconnects.length).toBeGreaterThanOrEqual(answered.disable);
  expect(answered.install).toBeGreaterThan(KILLS);

  // The log has every request that arrived, and at least as many attempts as requests.
  const known = new Map(logged.map((one) => [one.id, one.hook]));
  expect(seen.filter(({ id, hook }) => known.get(id) !== hook)).toEqual([]);
  expect(logged.filter((one) => requestsOf(one).length > one.attempts.length)).toEqual([]);
  expect(logged.filter((one) => one.attempts.length !== one.tries)).toEqual([]);

  // A receiver really gave every answer in the log.
  for (const one of logged) {
    const given = requestsOf(one).map(({ status }) => status);
    for (const { status } of one.attempts) {
      if (status === null) continue;
      expect(given).toContain(status);
      given.splice(given.indexOf(status), 1);
    }
  }

  // Install hooks arrive at most once, and no code arrives twice. An overtaken install hook is not sent.
  expect(installs.filter((one) => requestsOf(one).length > 1)).toEqual([]);
  const codes = seen.flatMap(({ code }) => code ?? []);
  expect(new Set(codes).size).toBe(codes.length);
  // On a busy machine a request can time out: the log says so, and the install hook is not repeated.
  const wasLate = ({ state, attempts }: Logged): boolean =>
    state === 'failed' && attempts.every(({ failure }) => failure === 'timeout' || failure === 'connect_timeout');
  const ended = ['delivered', 'unknown', 'overtaken'];
  expect(installs.filter((one) => !ended.includes(one.state) && !wasLate(one))).toEqual([]);
  expect(installs.filter((one) => one.state === 'delivered' && requestsOf(one).length !== 1)).toEqual([]);
  expect(installs.filter((one) => one.state === 'overtaken' && requestsOf(one).length > 0)).toEqual([]);
  const has = (others: readonly Logged[], { integration }: Logged, fits: (epoch: number) => boolean): boolean =>
    others.some((other) => other.integration === integration && fits(other.epoch));
  // Each disable raises the installation's epoch.
  const ends = (one: Logged): boolean => has(disconnects, one, (epoch) => epoch > one.epoch);
  expect(installs.filter((one) => one.state === 'overtaken' && !ends(one))).toEqual([]);

  // Disconnect hooks arrive at least once under the same id, unless the account installed the integration again.
  expect(disconnects.filter(({ state }) => !['delivered', 'overtaken'].includes(state))).toEqual([]);
  expect(
    disconnects.filter((one) => one.state === 'delivered' && !requestsOf(one).some(({ status }) => status === 200)),
  ).toEqual([]);
  const comesAgain = (one: Logged): boolean => has(installs, one, (epoch) => epoch >= one.epoch);
  expect(disconnects.filter((one) => one.state === 'overtaken' && !comesAgain(one))).toEqual([]);
  expect(disconnects.map(({ state }) => state)).toContain('delivered');

  // The kills interrupted requests of both kinds of hook.
  expect(installs.filter(({ state }) => state === 'unknown').length).toBeGreaterThanOrEqual(KILLS / 2);
  expect(
    disconnects.filter(({ attempts }) => attempts.some((a) => a.status === null && a.failure === null)).length,
  ).toBeGreaterThan(0);
}, 300_000);
