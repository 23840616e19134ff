import { disableInstallation } from '@pristan/flows';
import { hourMs } from '@pristan/rules';
import { afterAll, beforeAll } from 'vitest';
import { moveDueAdoptions } from '../../apps/server/src/workers/adopt.ts';
import type { ApiCaller } from '../harness/api-caller.ts';
import { apiCaller } from '../harness/api-caller.ts';
import { aClone } from '../harness/clones.ts';
import type { Integration } from '../harness/fixtures.ts';
import { anIntegration, aUser, tokens } from '../harness/fixtures.ts';
import { asksForNothing, widgetZip } from '../harness/widget.ts';
import { recordingCaller } from './calling.ts';
import type { Journey } from './journey.ts';
import { recorded } from './journey.ts';
import type { GoldenFixture } from './fixture.ts';
import { admin, member, named, openGoldenFixture } from './fixture.ts';

let stand: GoldenFixture;
let callAsAdmin: ApiCaller;
beforeAll(async () => {
  stand = await openGoldenFixture();
  callAsAdmin = await apiCaller(stand.platform, stand.demo.admin);
});
afterAll(async () => stand.platform.close());

const journey = recorded('platform-limits', () => stand.places());
const account = (): string => `/accounts/${stand.demo.id}`;
const consoleOf = (to: Journey): ApiCaller => recordingCaller(stand.platform, to, callAsAdmin);
const zip = { 'content-type': 'application/zip' };

async function own(to: Journey, kind: 'private' | 'published' = 'private', redirectUri = 'https://shop.test/callback') {
  const keys: Integration = named(to.places, await anIntegration(stand.platform, 'demo', { kind, redirectUri }));
  return {
    keys,
    at: `${account()}/integrations/${keys.client_id}`,
    there: `${account()}/installations/${keys.client_id}`,
  };
}

journey('fifty tokens of each kind', async (to) => {
  const call = consoleOf(to);
  const { at, keys } = await own(to);
  await tokens(stand.platform, keys, admin);
  const expires_at = Math.floor(stand.platform.clock.now() / 1000) + 30 * 86_400;
  const longLived = { name: 'Nightly', expires_at };
  await callAsAdmin('POST', `${at}/tokens`, longLived);
  await repeated('long_lived_tokens', 'id', 'gen_random_uuid()', 49);
  await call('POST', `${at}/tokens`, longLived);
  const personal = { name: 'Build', abilities: ['integrations:read'] };
  await callAsAdmin('POST', `${account()}/access-tokens`, personal);
  await repeated('personal_tokens', 'id, token_hash', "gen_random_uuid(), decode(md5(n::text), 'hex')", 49);
  await call('POST', `${account()}/access-tokens`, personal);
});

journey('two hundred invitations, and a hundred within an hour', async (to) => {
  const call = consoleOf(to);
  const invite = async (by: ApiCaller, email: string) =>
    by('POST', `${account()}/invitations`, { email, role: 'member' });
  const second = await apiCaller(stand.platform, await aUser(stand.platform, 'second@demo.test', { demo: 'admin' }));
  await invite(second, 'theirs@demo.test');
  await invite(call, 'theirs@demo.test');
  await stand.platform.world.pool.query('update throttles set count = 100');
  await invite(call, 'one-more@demo.test');
  stand.platform.clock.advance(hourMs);
  await invite(call, 'one-more@demo.test');
  await repeated(
    'invitations',
    'id, token_hash, email',
    "gen_random_uuid(), decode(md5(n || email), 'hex'), n || email",
    99,
  );
  await invite(call, 'one-too-many@demo.test');
});

/** Copies the rows of a table `times` times, with other values in these columns. */
async function repeated(table: string, columns: string, values: string, times: number): Promise<void> {
  const { pool } = stand.platform.world;
  const { rows } = await pool.query<{ column_name: string }>(
    'select column_name from information_schema.columns where table_name = $1',
    [table],
  );
  const others = rows.map(({ column_name }) => column_name).filter((name) => !columns.split(', ').includes(name));
  await pool.query(
    `insert into ${table} (${columns}, ${others.join(', ')})
     select ${values}, ${others.join(', ')} from ${table}, generate_series(1, ${times}) n`,
  );
}

journey('a hundred versions of a widget, and an external integration’s', async (to) => {
  const call = consoleOf(to);
  const { at } = await own(to);
  await callAsAdmin('POST', `${at}/widgets`, await widgetZip(), zip);
  await repeated('widget_versions', 'number', 'n + 1', 99);
  await call('POST', `${at}/widgets`, await widgetZip(), zip);
  const clone = named(to.places, await aClone(stand.platform, stand.demo), 'external');
  await call('POST', `${account()}/integrations/${clone.client_id}/widgets`, await widgetZip(), zip);
});

journey('grants that do not do for a fresh code', async (to) => {
  const call = consoleOf(to);
  const { at, there, keys } = await own(to);
  await callAsAdmin('POST', `${at}/widgets`, await widgetZip(asksForNothing), zip);
  await callAsAdmin('PUT', `${at}/widgets/live`, { number: 1 });
  await tokens(stand.platform, keys, admin);
  await tokens(stand.platform, keys, member);
  await stand.platform.world.pool.query(
    'update grants set revoked_at = updated_at where integration_id = $1 and full_access',
    [keys.client_id],
  );
  const nobody = recordingCaller(stand.platform, to, await apiCaller(stand.platform, undefined), 'the integration');
  const { client_id, client_secret } = keys;
  await nobody('POST', `/installations/${stand.demo.id}/code`, { client_id, client_secret });
  await nobody('POST', '/installations/other/code', { client_id, client_secret });
  await call('GET', `${there}/grants`);
});

journey('deliveries that are not sent anew', async (to) => {
  const call = consoleOf(to);
  const { at, keys } = await own(to);
  const { pool } = stand.platform.world;
  const failed = async () => {
    const { rows } = await pool.query<{ id: string }>(
      "update deliveries set state = 'failed', finished_at = began_at where integration_id = $1 returning id",
      [keys.client_id],
    );
    return rows.at(-1)?.id;
  };
  await call('POST', `${at}/test-deliveries`, { hook: 'disconnect' });
  await callAsAdmin('POST', `${at}/test-deliveries`, { hook: 'install' });
  await call('POST', `${at}/deliveries/${await failed()}/resend`);
  await pool.query('delete from deliveries where integration_id = $1', [keys.client_id]);
  await callAsAdmin('PATCH', at, { version: 1, disconnect_uri: 'https://shop.test/bye' });
  await tokens(stand.platform, keys, admin);
  await disableInstallation(stand.platform.world, {
    accountId: stand.demo.id,
    integrationId: keys.client_id,
    by: 'operator',
    press: undefined,
  });
  await tokens(stand.platform, keys, admin);
  await call('POST', `${at}/deliveries/${await failed()}/resend`);
});

journey('adoptions that are not started, and what was adopted', async (to) => {
  const call = consoleOf(to);
  const origin = 'https://terns.test';
  const { at } = await own(to, 'published', `${origin}/callback`);
  await call('POST', `${at}/adoption`);
  const clone = named(to.places, await aClone(stand.platform, stand.demo, { origin }), 'external');
  await tokens(stand.platform, clone, admin);
  await call('GET', `${at}/adoption`);
  await call('POST', `${at}/adoption`);
  await call('GET', `${account()}/adoptions`);
  stand.platform.clock.advance(7 * 24 * hourMs);
  await moveDueAdoptions(stand.platform.world);
  await call('GET', `${account()}/adoptions`);
  await call('PUT', `${account()}/integrations/${clone.client_id}/state`, { state: 'active' });
  // The answer to a saved edit is in the record of every endpoint.
  await callAsAdmin('PATCH', at, { version: 1, redirect_uri: 'https://terns.test:8443/callback' });
  await call('POST', `${at}/adoption`);
});
