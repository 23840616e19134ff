import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../../apps/server/src/workers/sweep.ts';
import { widgetZip } from '../../harness/widget.ts';
import type { RegistryFixture } from './fixture.ts';
import { createdIntegration, openRegistryFixture } from './fixture.ts';

let stand: RegistryFixture;
beforeAll(async () => {
  stand = await openRegistryFixture();
});
afterAll(async () => stand.platform.close());

const dayMs = 86_400_000;
/** Runs the daily sweep as if it were a day and a minute from now. */
const sweepTomorrow = async () => {
  const { world, clock } = stand.platform;
  await sweep({ ...world, clock: { now: () => clock.now() + dayMs + 60_000 } }, 'daily');
};

const picture = async (red: number) =>
  sharp({ create: { width: 40, height: 27, channels: 3, background: { r: red, g: 0, b: 0 } } })
    .png()
    .toBuffer();

async function setLogo(path: string, bytes: Uint8Array): Promise<string> {
  const answer = await stand.admin('PUT', `${path}/logo`, bytes, { 'content-type': 'image/png' });
  expect(answer.statusCode, answer.body).toBe(200);
  return /[0-9a-f]{64}/.exec(answer.json<{ logo_url: string }>().logo_url)?.[0] ?? '';
}

test('a replaced logo is deleted after a day, unless the logo is stored again meanwhile; a logo in use stays', async () => {
  const one = (await createdIntegration(stand)).path;
  const other = (await createdIntegration(stand)).path;
  const [shared, replaced, again] = await Promise.all([picture(10), picture(20), picture(30)]);
  const hashes = [await setLogo(one, shared), await setLogo(one, replaced), await setLogo(one, again)] as const;
  await setLogo(other, shared);
  await setLogo(one, await picture(40));
  await stand.platform.world.store.registry.keepLogo(hashes[2], again, stand.platform.clock.now() + dayMs);

  const kept = async () =>
    Promise.all(hashes.map(async (hash) => (await stand.platform.world.store.registry.logo(hash)) !== undefined));
  await sweep(stand.platform.world, 'daily');
  expect(await kept()).toEqual([true, true, true]);
  await sweepTomorrow();
  expect(await kept()).toEqual([true, false, true]);
});

test('a widget archive without a version is deleted after a day; archives of versions stay', async () => {
  const { path } = await createdIntegration(stand);
  const zip = await widgetZip();
  const uploaded = await stand.admin('POST', `${path}/widgets`, zip, { 'content-type': 'application/zip' });
  expect(uploaded.statusCode, uploaded.body).toBe(201);
  const orphan = Buffer.from('of an upload that was refused at last');
  const sha256 = createHash('sha256').update(orphan).digest('hex');
  const { world, clock } = stand.platform;
  await world.store.widgets.keepArchive(sha256, orphan, clock.now());

  const archives = async () => (await world.db.selectFrom('widget_archives').select('sha256').execute()).length;
  expect(await archives()).toBe(2);
  await sweepTomorrow();
  expect(await archives()).toBe(1);
  const archive = await stand.admin('GET', `${path}/widgets/1/archive`);
  expect(archive.rawPayload.equals(zip)).toBe(true);
  await world.store.widgets.keepArchive(createHash('sha256').update(zip).digest('hex'), zip, clock.now());
  expect((await stand.admin('GET', `${path}/widgets/1/archive`)).rawPayload.equals(zip)).toBe(true);
});

test('429 after a hundred logos of an account in an hour', async () => {
  const path = `${(await createdIntegration(stand)).path}/logo`;
  const answers = new Set<number>();
  for (let each = 0; each < 100; each++)
    answers.add((await stand.admin('PUT', path, Buffer.from('x'), { 'content-type': 'image/png' })).statusCode);
  expect([...answers]).toEqual(expect.arrayContaining([422, 429]));
  const refused = await stand.admin('PUT', path, await picture(50), { 'content-type': 'image/png' });
  expect(refused.json()).toMatchObject({ status: 429, code: 'too_many_requests' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
});
