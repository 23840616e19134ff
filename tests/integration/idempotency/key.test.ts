import { once } from 'node:events';
import http from 'node:http';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sweep } from '../../../apps/server/src/workers/sweep.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller, sessionCookie } from '../../harness/api-caller.ts';
import { dumpOf, findSecrets } from '../../harness/clear-text.ts';
import { newestSecretId } from '../../harness/newest-secret.ts';
import { aUser } from '../../harness/fixtures.ts';
import { openSecondNode } from '../../harness/second-node.ts';
import { widgetZip } from '../../harness/widget.ts';
import type { RegistryFixture } from '../registry/fixture.ts';
import { newIntegration, createdIntegration, openRegistryFixture } from '../registry/fixture.ts';

const dayMs = 86_400_000;

let stand: RegistryFixture;
let second: Awaited<ReturnType<typeof openSecondNode>>;
let named = 0;
let name: string;
beforeAll(async () => {
  stand = await openRegistryFixture();
  second = await openSecondNode(stand.platform);
});
afterAll(async () => {
  await second.close();
  await stand.platform.close();
});
beforeEach(() => {
  name = `Keyed ${(named += 1)}`;
});

const create = async (key: string | undefined, body: object = {}, caller: ApiCaller = stand.admin) =>
  caller('POST', stand.integrations, { ...newIntegration, name, ...body }, { 'idempotency-key': key });
const replayed = ({ headers }: LightMyRequestResponse) => headers['idempotent-replayed'] === 'true';
const codeOf = (response: LightMyRequestResponse) => [response.statusCode, response.json<{ code?: string }>().code];

/** Number of integrations with the name that this test gives. */
async function made(): Promise<number> {
  const { rows } = await stand.platform.world.pool.query('select from integrations where name = $1', [name]);
  return rows.length;
}

async function asAdmin(email: string): Promise<ApiCaller> {
  return apiCaller(stand.platform, await aUser(stand.platform, email, { demo: 'admin' }));
}

describe('an idempotency key', () => {
  test('an idempotency key is optional: without one each request takes effect', async () => {
    expect([(await create(undefined)).statusCode, (await create(undefined)).statusCode]).toEqual([201, 201]);
    expect(await made()).toBe(2);
  });

  test.each([
    ['', 'none'],
    ['x'.repeat(256), '256 characters'],
    ['key\tof', 'a tab'],
  ])('400 invalid_idempotency_key, naming the header, for the idempotency key %j', async (key, _means) => {
    const refused = await create(key);
    expect(codeOf(refused)).toEqual([400, 'invalid_idempotency_key']);
    expect(refused.json()).toMatchObject({ errors: [{ field: 'Idempotency-Key', code: 'malformed' }] });
    expect(await made()).toBe(0);
  });

  test('400 for a request with two Idempotency-Key headers, and nothing is created', async () => {
    const refused = await stand.admin('POST', stand.integrations, newIntegration, {
      'idempotency-key': ['a', 'b'] as unknown as string,
    });
    expect(codeOf(refused)).toEqual([400, 'invalid_idempotency_key']);
  });

  test('an idempotency key is checked after the caller: 404 for a stranger, 401 without a session', async () => {
    expect(codeOf(await create('x'.repeat(256), {}, stand.stranger))).toEqual([404, 'account_not_found']);
    expect(codeOf(await create('x'.repeat(256), {}, stand.nobody))).toEqual([401, 'unauthenticated']);
  });

  test('422 idempotency_key_reused for a key sent again with another body, and nothing is created', async () => {
    expect((await create('reused')).statusCode).toBe(201);
    expect(codeOf(await create('reused', { redirect_uri: 'https://other.test/callback' }))).toEqual([
      422,
      'idempotency_key_reused',
    ]);
    expect(await made()).toBe(1);
  });

  test('422 for an idempotency key sent again to another endpoint or for another integration', async () => {
    const one = await createdIntegration(stand, { name });
    const other = await createdIntegration(stand, { name });
    const remove = (path: string) => stand.admin('DELETE', path, undefined, { 'idempotency-key': 'one for two' });
    expect((await remove(one.path)).statusCode).toBe(204);
    expect(codeOf(await remove(other.path))).toEqual([422, 'idempotency_key_reused']);
    expect(codeOf(await create('one for two'))).toEqual([422, 'idempotency_key_reused']);
    expect((await stand.admin('GET', other.path)).statusCode).toBe(200);
  });

  test('the same idempotency key of two persons counts as two keys', async () => {
    const other = await asAdmin('second-admin@demo.test');
    const [mine, theirs] = [await create('common'), await create('common', {}, other)];
    expect([mine.statusCode, theirs.statusCode, replayed(theirs)]).toEqual([201, 201, false]);
    expect(theirs.json<{ client_secret: string }>().client_secret).not.toBe(
      mine.json<{ client_secret: string }>().client_secret,
    );
    expect(await made()).toBe(2);
  });

  test('an idempotency key is separate for a personal access token, whose stored answers count towards its owner’s limit', async () => {
    const { path } = await createdIntegration(stand, { name });
    const token = { name: 'Build', abilities: ['widgets:write'] };
    const minted = await stand.admin('POST', `/accounts/${stand.accountId}/access-tokens`, token);
    const bearer = { authorization: `Bearer ${minted.json<{ token: string }>().token}`, cookie: undefined };
    const zip = await widgetZip();
    const upload = async (headers: Readonly<Record<string, string | undefined>>) =>
      stand.admin('POST', `${path}/widgets`, zip, {
        'content-type': 'application/zip',
        'idempotency-key': 'a build',
        ...headers,
      });
    const answers = [await upload({}), await upload(bearer), await upload(bearer)];
    expect(answers.map((answer) => [answer.json<{ number: number }>().number, replayed(answer)])).toEqual([
      [1, false],
      [2, false],
      [2, true],
    ]);
    const { rows } = await stand.platform.world.pool.query(
      'select holder from idempotency_answers order by created_at desc limit 2',
    );
    expect(new Set(rows.map(({ holder }: { holder: string }) => holder)).size).toBe(1);
  });

  test('an idempotency key can be used again after a refusal', async () => {
    expect(codeOf(await create('refused', { redirect_uri: 'nowhere' }))).toEqual([422, 'invalid_fields']);
    expect((await create('refused')).statusCode).toBe(201);
    expect(await made()).toBe(1);
  });
});

describe('the answer stored under an idempotency key', () => {
  test('an answer stored under an idempotency key is returned for exactly 24 hours, then deleted', async () => {
    const first = await create('a day');
    stand.platform.clock.advance(dayMs - 60_000);
    expect((await create('a day')).payload).toBe(first.payload);
    stand.platform.clock.advance(60_000);
    const later = await create('a day');
    expect([later.statusCode, replayed(later), later.payload === first.payload]).toEqual([201, false, false]);
    expect(await made()).toBe(2);
    stand.platform.clock.advance(dayMs + 1);
    await sweep(stand.platform.world, 'often');
    const { rows } = await stand.platform.world.pool.query('select from idempotency_answers');
    expect(rows).toEqual([]);
  });

  test('a person has 1,000 answers stored under idempotency keys: the 1,001st key evicts the oldest', async () => {
    const { pool } = stand.platform.world;
    const other = await asAdmin('third-admin@demo.test');
    const theirs = await create('of somebody else', {}, other);
    const oldest = await create('oldest');
    const { rows } = await pool.query<{ holder: string; created_at: number }>(
      'select holder, created_at from idempotency_answers order by created_at desc limit 1',
    );
    const [{ holder, created_at } = { holder: '', created_at: 0 }] = rows;
    await pool.query(
      `insert into idempotency_answers (key_hash, holder, sealed, created_at)
       select sha256(n::text::bytea), $1, '', $2::bigint + n from generate_series(1, 998) n`,
      [holder, created_at],
    );
    stand.platform.clock.advance(2_000);
    await create('the 1,000th');
    expect((await create('oldest')).payload).toBe(oldest.payload);
    await create('the 1,001st');
    expect(replayed(await create('oldest'))).toBe(false);
    expect(replayed(await create('the 1,001st'))).toBe(true);
    expect((await create('of somebody else', {}, other)).payload).toBe(theirs.payload);
    const { rows: left } = await pool.query('select from idempotency_answers where holder = $1', [holder]);
    expect(left).toHaveLength(1000);
  });

  test('an answer stored under an idempotency key is sealed: no database dump has its secret or the key in clear', async () => {
    const first = await create('a key that is long enough to look for');
    const { client_secret } = first.json<{ client_secret: string }>();
    expect((await create('a key that is long enough to look for')).payload).toBe(first.payload);
    const secrets = [
      { what: 'a client secret', secret: client_secret },
      { what: 'a key', secret: 'a key that is long enough to look for' },
    ];
    expect(findSecrets(await dumpOf(stand.platform), secrets)).toEqual([]);
  });

  test('an answer stored under one idempotency key cannot be opened in the row of another', async () => {
    const { pool } = stand.platform.world;
    await create('the one');
    await create('the other');
    const { rows } = await pool.query<{ key_hash: Buffer; sealed: Buffer }>(
      'select key_hash, sealed from idempotency_answers order by created_at desc limit 2',
    );
    await pool.query('update idempotency_answers set sealed = $1', [rows[0]?.sealed]);
    const answers = [await create('the one'), await create('the other')];
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 503]);
    await pool.query('delete from idempotency_answers');
  });

  test('403 for a caller who repeats a request after losing the right to it', async () => {
    const boss = await asAdmin('boss@demo.test');
    const { id } = await aUser(stand.platform, 'leaving@demo.test', { demo: 'admin' });
    const leaving = await apiCaller(stand.platform, { id });
    const first = await create('until then', {}, leaving);
    expect(first.statusCode).toBe(201);
    const member = `/accounts/${stand.accountId}/members/${id}`;
    expect((await boss('PATCH', member, { role: 'member' })).statusCode).toBe(200);
    expect(codeOf(await create('until then', {}, leaving))).toEqual([403, 'admin_required']);
    expect((await boss('PATCH', member, { state: 'deactivated' })).statusCode).toBe(200);
    expect(codeOf(await create('until then', {}, leaving))).toEqual([403, 'membership_deactivated']);
    expect((await boss('PATCH', member, { role: 'admin', state: 'active' })).statusCode).toBe(200);
    expect((await create('until then', {}, leaving)).payload).toBe(first.payload);
  });

  test('403 for a caller who loses the right while the body of the repeated request is being sent', async () => {
    const { id } = await aUser(stand.platform, 'slow@demo.test', { demo: 'admin' });
    const slow = await apiCaller(stand.platform, { id });
    expect((await create('a slow body', {}, slow)).statusCode).toBe(201);
    const body = JSON.stringify({ ...newIntegration, name });
    const { publicUrl } = stand.platform.world.config;
    const request = http.request({
      port: await stand.platform.listen(),
      host: '127.0.0.1',
      method: 'POST',
      path: `/api/platform${stand.integrations}`,
      headers: {
        host: new URL(publicUrl).host,
        origin: publicUrl,
        cookie: await sessionCookie(stand.platform, id),
        'content-type': 'application/json',
        'content-length': body.length,
        'idempotency-key': 'a slow body',
      },
    });
    const answer = once(request, 'response');
    request.write(body.slice(0, 10));
    // The request has passed its checks once the session's last use is stored.
    const seen = 'select from sessions where user_id = $1 and last_seen_at > $2';
    const before = stand.platform.clock.now();
    stand.platform.clock.advance(3_600_000);
    await expect
      .poll(async () => (await stand.platform.world.pool.query(seen, [id, before])).rows.length, { timeout: 5_000 })
      .toBe(1);
    await stand.admin('PATCH', `/accounts/${stand.accountId}/members/${id}`, { role: 'member' });
    request.end(body.slice(10));
    const [response] = (await answer) as [http.IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(403);
  });

  test('an answer stored under an idempotency key still has the old secret after another request replaced it', async () => {
    const { path, integration } = await createdIntegration(stand, { name });
    const rotate = async (key: string, replaces: string) =>
      stand.admin('POST', `${path}/secret/rotation`, { replaces }, { 'idempotency-key': key });
    const replaces = await newestSecretId(stand.platform.world, integration.client_id);
    const first = await rotate('first', replaces);
    const next = await rotate('second', first.json<{ secret_id: string }>().secret_id);
    expect([first.statusCode, next.statusCode]).toEqual([200, 200]);
    expect((await rotate('first', replaces)).payload).toBe(first.payload);
    expect(codeOf(await rotate('third', replaces))).toEqual([409, 'secret_replaced']);
  });
});

describe('concurrent requests with idempotency keys', () => {
  const nodes = () => [stand.platform, second] as const;
  const admins = async () =>
    Promise.all(
      nodes().map(async (node) =>
        apiCaller({ ...stand.platform, inject: async (asked) => node.inject(asked) }, { id: await adminId() }),
      ),
    );
  const adminId = async () => {
    const { rows } = await stand.platform.world.pool.query<{ id: number }>(
      "select id from users where email = 'admin@demo.test'",
    );
    return rows[0]?.id ?? 0;
  };

  test('50 equal requests with one idempotency key on two nodes have one effect; each gets the first answer, at once or after 409', async () => {
    const callers = await admins();
    const asked = Array.from({ length: 50 }, (_, at) => callers[at % 2] ?? stand.admin);
    const answers = await Promise.all(asked.map(async (caller) => create('fifty', {}, caller)));
    for (const early of answers.filter(({ statusCode }) => statusCode === 409)) {
      expect(codeOf(early)).toEqual([409, 'idempotency_in_progress']);
      expect(early.headers['retry-after']).toBe('1');
    }
    const settled = await Promise.all(
      answers.map(async (answer, at) => (answer.statusCode === 409 ? create('fifty', {}, asked[at]) : answer)),
    );
    const good = settled.filter(({ statusCode }) => statusCode === 201);
    expect(new Set(good.map(({ payload }) => payload)).size).toBe(1);
    expect(good.filter((answer) => !replayed(answer))).toHaveLength(1);
    expect(settled.every(({ statusCode }) => [201, 409].includes(statusCode))).toBe(true);
    expect(await made()).toBe(1);
  });

  test('60 requests with different idempotency keys at once on one node all take effect', async () => {
    const invite = async (_: unknown, at: number) =>
      stand.admin(
        'POST',
        `/accounts/${stand.accountId}/invitations`,
        { email: `crowd-${at}@demo.test`, role: 'member' },
        { 'idempotency-key': `crowd ${at}` },
      );
    const answers = await Promise.all(Array.from({ length: 60 }, invite));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 201));
  });

  test('409 idempotency_in_progress while the first request with the key runs, then its answer', async () => {
    const { path, integration } = await createdIntegration(stand, { name });
    const replaces = await newestSecretId(stand.platform.world, integration.client_id);
    const rotate = async (caller: ApiCaller) =>
      caller('POST', `${path}/secret/rotation`, { replaces }, { 'idempotency-key': 'slow' });
    const [here = stand.admin, there = stand.admin] = await admins();
    const holder = await stand.platform.world.pool.connect();
    await holder.query('begin');
    await holder.query('select from integrations where id = $1 for update', [integration.client_id]);
    const first = rotate(here);
    const waits = 'select from pg_stat_activity where wait_event_type = $1 and datname = current_database()';
    await expect.poll(async () => (await holder.query(waits, ['Lock'])).rows.length).toBe(1);
    const early = await rotate(there);
    expect(codeOf(early)).toEqual([409, 'idempotency_in_progress']);
    expect(early.headers['retry-after']).toBe('1');
    await holder.query('rollback');
    holder.release();
    const { statusCode, payload } = await first;
    expect(statusCode).toBe(200);
    expect((await rotate(there)).payload).toBe(payload);
  });
});

test('of two requests with different keys that replace one secret at once, one gets 409 with its own reason', async () => {
  const { path, integration } = await createdIntegration(stand, { name });
  const replaces = await newestSecretId(stand.platform.world, integration.client_id);
  const rotate = async (key: string) =>
    stand.admin('POST', `${path}/secret/rotation`, { replaces }, { 'idempotency-key': key });
  const answers = await Promise.all([rotate('one of two'), rotate('two of two')]);
  expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect(answers.find(({ statusCode }) => statusCode === 409)?.json()).toMatchObject({ code: 'secret_replaced' });
});

test('429 for an invitation after 100 refused requests with idempotency keys: refusals count towards the limit', async () => {
  const invite = async (at: number) =>
    stand.stranger(
      'POST',
      `/accounts/${stand.otherAccountId}/invitations`,
      { email: 'not an address', role: 'member' },
      { 'idempotency-key': `refused ${at}` },
    );
  for (let at = 0; at < 100; at++) expect((await invite(at)).statusCode).toBe(422);
  const late = await invite(100);
  expect(codeOf(late)).toEqual([429, 'too_many_requests']);
  expect(late.headers['retry-after']).toMatch(/^\d+$/);
});
