import { createHash, createPublicKey, verify } from 'node:crypto';
import { get } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Dispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { returnUrlAfter, refreshOf } from '../../harness/return-page.ts';
import { anAccount } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { ReceivedSecrets, SecretsReceiver } from '../../harness/secrets-receiver.ts';
import { aSecretsReceiver } from '../../harness/secrets-receiver.ts';
import { line } from '../../harness/checked-text.ts';

let platform: Platform;
let receiver: SecretsReceiver;
let dispatcher: Dispatcher;
let accountId: number;

beforeAll(async () => {
  receiver = await aSecretsReceiver();
  platform = await openPlatform({ NODE_ENV: 'development', PRISTAN_HOOK_ALLOW: '127.0.0.0/8,::1/128' });
  accountId = (await anAccount(platform, 'north', true)).id;
  dispatcher = startDispatcher(platform.world);
});
afterAll(async () => {
  await dispatcher.stop();
  await platform.close();
  await receiver.close();
});

let before = 0;
beforeEach(async () => {
  receiver.answer();
  before = (await externals()).length;
});

const verifier = 'v'.repeat(64);
const challenge = createHash('sha256').update(verifier).digest('base64url');

function query(members: Readonly<Record<string, string | undefined>> = {}): string {
  const all = {
    state: 's 1',
    name: 'Gull Shop',
    description: 'Sells <b>gulls</b>',
    redirect_uri: `${receiver.origin}/callback`,
    secrets_uri: `${receiver.origin}/keys`,
    'scopes[]': 'crm',
    ...members,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}

async function externals() {
  return platform.world.db
    .selectFrom('integrations')
    .selectAll()
    .where('kind', '=', 'external')
    .orderBy('created_at')
    .execute();
}

async function anAdmin(): Promise<Visitor> {
  const visitor = aVisitor(platform);
  await visitor.signIn('admin@north.test');
  return visitor;
}

/** Opens the metadata button's address and follows it to the consent page. */
async function begin(visitor: Visitor, members: Readonly<Record<string, string | undefined>> = {}) {
  const answer = await visitor.get(`/oauth?${query(members)}`);
  expect(answer.statusCode).toBe(303);
  return visitor.get(answer.headers.location ?? '');
}

/** The consent page of a metadata button, and its form once that may be submitted. */
async function consent(visitor: Visitor, members: Readonly<Record<string, string | undefined>> = {}) {
  const page = await begin(visitor, members);
  expect(page.statusCode).toBe(200);
  platform.clock.advance(600);
  return { page, form: hiddenFields(page.body, '/oauth/external/allow') };
}

async function redeem(keys: { client_id: string; client_secret: string }, code: string | null) {
  return platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    payload: { ...keys, grant_type: 'authorization_code', code, redirect_uri: `${receiver.origin}/callback` },
  });
}

describe('Allow on the consent page of a metadata button', () => {
  test('§12.7, §12.8: Allow on a metadata button sends the keys, then redirects with a code; its token reads the account, not users', async () => {
    const visitor = await anAdmin();
    const { page, form } = await consent(visitor);
    expect(page.body).toContain('A new integration will be created');
    const seen = receiver.received.length;
    const answer = await visitor.post('/oauth/external/allow', form);
    expect(answer.statusCode).toBe(303);
    const [hook, ...more] = receiver.received.slice(seen);
    expect(more).toEqual([]);
    expect(hook).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
    expect(await isSigned(hook)).toBe(true);
    expect(await isSigned(hook && { ...hook, body: hook.body.replace('s 1', 's 2') })).toBe(false);
    const keys = JSON.parse(hook?.body ?? '') as { client_id: string; client_secret: string; state: string };
    expect(Object.keys(keys)).toEqual(['client_id', 'client_secret', 'state']);
    expect(keys.state).toBe('s 1');

    const location = new URL(await returnUrlAfter(visitor, answer));
    expect([...location.searchParams.keys()]).toEqual(['code', 'state', 'referer', 'platform', 'client_id']);
    expect(location.searchParams.get('client_id')).toBe(keys.client_id);
    expect(location.href).toContain('&state=s%201&');
    const { client_id, client_secret } = keys;
    const tokens = await redeem({ client_id, client_secret }, location.searchParams.get('code'));
    expect(tokens.statusCode).toBe(200);
    const { access_token } = tokens.json<{ access_token: string }>();
    const call = (url: string) =>
      platform.inject({ url, host: 'north.accounts.test', headers: { authorization: `Bearer ${access_token}` } });
    expect((await call('/api/v4/account')).statusCode).toBe(200);
    expect((await call('/api/v4/users')).statusCode).toBe(403);
    expect(await externals()).toHaveLength(before + 1);
  });

  test('Allow sent three times, also from a reloaded page, creates one external integration and redirects with a code each time', async () => {
    const visitor = await anAdmin();
    const { page, form } = await consent(visitor);
    const request = form['request'] ?? '';
    const again = await visitor.get(`/oauth/external?request=${request}&account_id=${accountId}`);
    platform.clock.advance(600);
    const answers = await Promise.all([
      visitor.post('/oauth/external/allow', form),
      visitor.post('/oauth/external/allow', form),
      visitor.post('/oauth/external/allow', hiddenFields(again.body, '/oauth/external/allow')),
    ]);
    expect(page.statusCode).toBe(200);
    for (const answer of answers)
      expect(await returnUrlAfter(visitor, answer)).toContain(`${receiver.origin}/callback?code=`);
    expect(await externals()).toHaveLength(before + 1);
  });

  test('the key-handover page gives the same code until it expires, then a new one of the same grant, and none once exchanged', async () => {
    const visitor = await anAdmin();
    const answer = await visitor.post('/oauth/external/allow', (await consent(visitor)).form);
    const path = String(answer.headers.location);
    const looks = await Promise.all([1, 2, 3].map(async () => refreshOf(await visitor.get(path))));
    expect(new Set(looks).size).toBe(1);
    expect(await codesOfNewest()).toBe(1);
    platform.clock.advance(19 * 60_000);
    expect(refreshOf(await visitor.get(path))).toBe(looks[0]);
    platform.clock.advance(60_000);
    const later = new URL(refreshOf(await visitor.get(path)));
    expect(later.href).not.toBe(looks[0]);
    expect(await codesOfNewest()).toBe(2);
    const keys = JSON.parse(receiver.received.at(-1)?.body ?? '') as { client_id: string; client_secret: string };
    const { client_id, client_secret } = keys;
    const gone = await redeem({ client_id, client_secret }, new URL(looks[0] ?? '').searchParams.get('code'));
    expect(gone.statusCode).toBe(400);
    expect((await redeem({ client_id, client_secret }, later.searchParams.get('code'))).statusCode).toBe(200);
    const finished = await visitor.get(path);
    expect(refreshOf(finished)).toBe('');
    expect(finished.body).toContain('The connection is complete');
  });

  test('after signing in again the page of a metadata button is shown again; 409 when the account was renamed; nothing is created', async () => {
    const visitor = await anAdmin();
    const { form } = await consent(visitor);
    await visitor.signIn('admin@north.test');
    const answer = await visitor.post('/oauth/external/allow', form);
    expect(answer.statusCode).toBe(303);
    const page = await visitor.get(String(answer.headers.location));
    expect(page.body).toContain('You signed in again after this page was opened');
    const anew = hiddenFields(page.body, '/oauth/external/allow');
    platform.clock.advance(600);
    const name = (to: string) =>
      platform.world.db
        .updateTable('accounts')
        .set({ name: line(to) })
        .where('id', '=', accountId)
        .execute();
    await name('Renamed');
    const changed = await visitor.post('/oauth/external/allow', anew);
    await name('Account north');
    expect(changed.statusCode).toBe(409);
    expect(changed.body).toContain('Something changed while this page was open');
    expect(await externals()).toHaveLength(before);
  });

  test('§12.7: Allow given again for the same site creates another external integration', async () => {
    const visitor = await anAdmin();
    const ids = [];
    for (let time = 0; time < 2; time++) {
      const answer = await visitor.post('/oauth/external/allow', (await consent(visitor)).form);
      ids.push(new URL(await returnUrlAfter(visitor, answer)).searchParams.get('client_id'));
    }
    expect(new Set(ids).size).toBe(2);
    expect(await externals()).toHaveLength(before + 2);
  });

  test('Allow on a metadata button is not offered to a member, and another person’s form creates nothing', async () => {
    const visitor = aVisitor(platform);
    await visitor.signIn('member@north.test');
    const page = await begin(visitor);
    expect(page.body).not.toContain('/oauth/external/allow');
    const admin = await consent(await anAdmin());
    const answer = await visitor.post('/oauth/external/allow', admin.form);
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toMatch(/^\/oauth\/external\?request=.*&asked=anew$/);
    const anew = await visitor.get(answer.headers.location ?? '');
    expect(anew.body).not.toContain('/oauth/external/allow');
    expect(await externals()).toHaveLength(before);
  });

  test('403 for Allow on a metadata button from another site, from a script, or for another account', async () => {
    const visitor = await anAdmin();
    const { form } = await consent(visitor);
    const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    for (const who of [visitor, aVisitor(platform)]) {
      const answer = await who.post('/oauth/external/allow', form, foreign);
      expect(answer.statusCode).toBe(403);
      expect(answer.body).not.toContain('name="password"');
    }
    expect(
      (await visitor.post('/oauth/external/allow', form, { 'sec-fetch-mode': 'cors', 'sec-fetch-user': undefined }))
        .statusCode,
    ).toBe(403);
    expect(
      (await visitor.post('/oauth/external/allow', { ...form, account_id: String(accountId + 1) })).statusCode,
    ).toBe(403);
    expect(await externals()).toHaveLength(before);
  });
});

describe('a server that does not accept its new keys at once', () => {
  test('§12.7: a server accepts its new keys by any 2xx', async () => {
    receiver.answer(204);
    const visitor = await anAdmin();
    const answer = await visitor.post('/oauth/external/allow', (await consent(visitor)).form);
    expect(await returnUrlAfter(visitor, answer)).toContain('?code=');
  });

  test('§12.7: a server answers the keys with 500, then 200: the person waits on a page that explains it and then redirects', async () => {
    const seen = receiver.received.length;
    receiver.answer(500, 500, 500, 500);
    const visitor = await anAdmin();
    const answer = await visitor.post('/oauth/external/allow', (await consent(visitor)).form);
    const waiting = answer.headers.location ?? '';
    expect(waiting).toMatch(/^\/oauth\/handover\?handover=/);
    const page = await visitor.get(waiting);
    expect(page.body).toContain('answered 500 and did not accept the keys');
    expect(page.headers['refresh']).toMatch(/^2; url=\/oauth\/handover\?handover=/);
    expect(await codesOfNewest()).toBe(0);

    // The link to the waiting page works for nobody else.
    const other = aVisitor(platform);
    await other.signIn('member@north.test');
    expect((await other.get(waiting)).statusCode).toBe(404);

    receiver.answer();
    platform.clock.advance(120_000);
    dispatcher.wake();
    const back = await until(async () => {
      const looked = await visitor.get(waiting);
      return refreshOf(looked) === '' ? undefined : looked;
    });
    expect(refreshOf(back)).toContain(`${receiver.origin}/callback?code=`);
    const bodies = receiver.received.slice(seen).map(({ body }) => body);
    expect(new Set(bodies).size).toBe(1);
    expect(new Set(receiver.received.slice(seen).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await externals()).toHaveLength(before + 1);

    const { client_id, client_secret } = JSON.parse(bodies[0] ?? '') as { client_id: string; client_secret: string };
    const code = new URL(refreshOf(back)).searchParams.get('code');
    expect((await redeem({ client_id, client_secret }, code)).statusCode).toBe(200);
    const finished = await visitor.get(waiting);
    expect(finished.statusCode).toBe(200);
    expect(finished.body).toContain('The connection is complete');
  }, 30_000);

  test('the delivery log holds neither the secret nor the state of a metadata button', async () => {
    const attempts = await platform.world.db.selectFrom('delivery_attempts').selectAll().execute();
    const text = JSON.stringify(attempts);
    expect(attempts.length).toBeGreaterThan(0);
    for (const { body } of receiver.received) {
      const { client_secret } = JSON.parse(body) as { client_secret: string };
      expect(text).not.toContain(client_secret);
    }
    expect(text).not.toContain('s 1');
  });
});

describe('fetching the keys from POST /oauth2/secrets', () => {
  test('§12.7: POST /oauth2/secrets gives the keys once for the right verifier, and the platform stops sending them', async () => {
    receiver.answer(500, 500, 500, 500, 500);
    const visitor = await anAdmin();
    const answer = await visitor.post(
      '/oauth/external/allow',
      (await consent(visitor, { handover_challenge: challenge })).form,
    );
    const location = new URL(await returnUrlAfter(visitor, answer));
    const secrets_code = location.searchParams.get('secrets_code') ?? '';
    const pull = (payload: object) => platform.inject({ method: 'POST', url: '/oauth2/secrets', payload });
    expect((await pull({ secrets_code, verifier: 'w'.repeat(64) })).statusCode).toBe(400);
    const keys = await pull({ secrets_code, verifier });
    expect(keys.statusCode).toBe(200);
    expect(keys.headers['cache-control']).toBe('no-store');
    const body = keys.json<{ client_id: string; client_secret: string }>();
    expect(Object.keys(body)).toEqual(['client_id', 'client_secret']);
    expect(body.client_id).toBe(location.searchParams.get('client_id'));
    expect((await redeem(body, location.searchParams.get('code'))).statusCode).toBe(200);
    expect((await pull({ secrets_code, verifier })).json()).toMatchObject({
      status: 400,
      hint: 'Secrets code has been revoked',
    });
    const pushed = receiver.received.length;
    platform.clock.advance(120_000);
    dispatcher.wake();
    await until(async () => {
      const row = await platform.world.db
        .selectFrom('deliveries')
        .select('state')
        .where('integration_id', '=', body.client_id)
        .executeTakeFirstOrThrow();
      return row.state === 'pending' ? undefined : row;
    });
    expect(receiver.received).toHaveLength(pushed);
  });

  test('400 for POST /oauth2/secrets after ten minutes', async () => {
    receiver.answer(500, 500, 500);
    const visitor = await anAdmin();
    const answer = await visitor.post(
      '/oauth/external/allow',
      (await consent(visitor, { handover_challenge: challenge })).form,
    );
    const secrets_code = new URL(await returnUrlAfter(visitor, answer)).searchParams.get('secrets_code');
    platform.clock.advance(10 * 60_000);
    const late = await platform.inject({ method: 'POST', url: '/oauth2/secrets', payload: { secrets_code, verifier } });
    expect(late.json()).toMatchObject({ status: 400, hint: 'Secrets code has expired' });
  });

  test.each([
    [{}, 'Check the `secrets_code` parameter'],
    [{ secrets_code: 'x' }, 'Check the `verifier` parameter'],
    [{ secrets_code: 'x', verifier }, 'Cannot decrypt the secrets code'],
  ])('400 for POST /oauth2/secrets with %j', async (payload, hint) => {
    const answer = await platform.inject({ method: 'POST', url: '/oauth2/secrets', payload });
    expect(answer.json()).toMatchObject({ status: 400, hint });
  });
});

describe('invalid metadata of a button', () => {
  test.each([
    ['name', undefined],
    ['name', 'x'.repeat(256)],
    ['description', undefined],
    ['description', 'x'.repeat(4001)],
    ['redirect_uri', undefined],
    ['redirect_uri', 'http://shop.test/cb'],
    ['redirect_uri', 'javascript:alert(1)'],
    ['redirect_uri', 'https://user:pass@shop.test/cb'],
    ['redirect_uri', 'https://10.0.0.1/cb'],
    ['secrets_uri', undefined],
    ['secrets_uri', 'ftp://shop.test/keys'],
    ['secrets_uri', 'https://192.168.1.1/keys'],
    ['secrets_uri', 'https://169.254.169.254/keys'],
    ['secrets_uri', 'https://[fe80::1]/keys'],
    ['secrets_uri', 'https://[::ffff:10.0.0.1]/keys'],
    ['logo', 'http://shop.test/logo.png'],
    ['logo', 'data:image/png;base64,AAAA'],
    ['scopes', 'files'],
    ['handover_challenge', 'short'],
  ])(
    '400 for a metadata button with %s = %s before anybody signs in; the page names the member',
    async (member, value) => {
      const answer = await aVisitor(platform).get(
        `/oauth?${query({ [member === 'scopes' ? 'scopes[]' : member]: value })}`,
      );
      expect(answer.statusCode).toBe(400);
      expect(answer.body).toContain(`<bdi class="mono">${member}</bdi>`);
      expect(await externals()).toHaveLength(before);
    },
  );
});

test('a metadata button’s description of 4,000 Cyrillic letters fits into the URL; 400 for one letter more', async () => {
  const port = await platform.listen();
  const ask = (path: string) =>
    new Promise<{ status: number | undefined; location: string | undefined; body: string }>((resolve, reject) => {
      get({ port, path, headers: { host: 'pristan.test', accept: 'text/html' } }, (answer) => {
        let body = '';
        answer.on('data', (piece) => (body += String(piece)));
        answer.on('end', () => resolve({ status: answer.statusCode, location: answer.headers.location, body }));
      }).on('error', reject);
    });
  const begun = await ask(`/oauth?${query({ description: 'ж'.repeat(4_000) })}`);
  expect(begun.status).toBe(303);
  expect(await ask(begun.location ?? '')).toMatchObject({ status: 200 });
  const refused = await ask(`/oauth?${query({ description: 'ж'.repeat(4_001) })}`);
  expect(refused.status).toBe(400);
  expect(refused.body).toContain('<bdi class="mono">description</bdi>');
});

test('Deny on a metadata button redirects to the integrator with access_denied and its state', async () => {
  const visitor = await anAdmin();
  const { page } = await consent(visitor);
  const answer = await visitor.post('/oauth/external/deny', hiddenFields(page.body, '/oauth/external/deny'));
  expect(await returnUrlAfter(visitor, answer)).toBe(`${receiver.origin}/callback?error=access_denied&state=s%201`);
  expect(await externals()).toHaveLength(before);
});

/** Verifies a request's signature with the published keys, by the signature's public description alone. */
async function isSigned(request: ReceivedSecrets | undefined): Promise<boolean> {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': header } = request?.headers ?? {};
  const [, signature = ''] = /^v1a,(\S+)$/.exec(String(header)) ?? [];
  const input = Buffer.from(`${String(id)}.${String(timestamp)}.${request?.body}`);
  const published = await platform.inject({ url: '/.well-known/jwks.json' });
  return published
    .json<{ keys: { kty: string; crv: string; x: string }[] }>()
    .keys.filter(({ crv }) => crv === 'Ed25519')
    .map(({ kty, crv, x }) => createPublicKey({ key: { kty, crv, x }, format: 'jwk' }))
    .some((key) => verify(null, input, key, Buffer.from(signature, 'base64')));
}

async function codesOfNewest(): Promise<number> {
  const newest = (await externals()).at(-1);
  const rows = await platform.world.db
    .selectFrom('codes')
    .select('id')
    .where('integration_id', '=', newest?.id ?? '')
    .execute();
  return rows.length;
}

async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (let turn = 0; turn < 400; turn++) {
    const value = await look();
    if (value !== undefined) return value;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('did not come');
}
