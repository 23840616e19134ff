import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startWorkers } from '../../../apps/server/src/workers/start.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { anAccount } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let picture: Buffer;
/** The answers of the integrator's server to the next requests for the integration's logo. */
const answers: (number | 'picture' | 'page')[] = [];
const server = createServer((request, response) => {
  const next = (request.url === '/logo.png' ? answers.shift() : undefined) ?? 404;
  if (typeof next === 'number') response.writeHead(next).end();
  else if (next === 'page') response.end('<h1>No picture</h1>');
  else response.end(picture);
});
let origin: string;

beforeAll(async () => {
  picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#147' } })
    .png()
    .toBuffer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  platform = await openPlatform({ NODE_ENV: 'development', PRISTAN_HOOK_ALLOW: '127.0.0.0/8,::1/128' });
  await anAccount(platform, 'north');
});
afterAll(async () => {
  await platform.close();
  await new Promise((resolve) => server.close(resolve));
});

/** Allows a metadata button with a logo while no workers run, as if the node died after the commit. */
async function allowed(name: string): Promise<void> {
  const visitor = aVisitor(platform);
  await visitor.signIn('admin@north.test');
  const members = { name, description: 'Gulls', redirect_uri: `${origin}/callback`, secrets_uri: `${origin}/keys` };
  const query = new URLSearchParams({ ...members, state: 's', 'scopes[]': 'crm', logo: `${origin}/logo.png` });
  const begun = await visitor.get(`/oauth?${query}`);
  const page = await visitor.get(begun.headers.location ?? '');
  platform.clock.advance(600);
  await visitor.post('/oauth/external/allow', hiddenFields(page.body, '/oauth/external/allow'));
}

const logoOf = async (name: string) =>
  platform.world.db
    .selectFrom('integrations')
    .select(['logo_hash', 'logo_uri'])
    .where('name', '=', name)
    .executeTakeFirstOrThrow();

test('another node fetches the logo that a dead node left to be fetched, and retries after a 503', async () => {
  await allowed('Gull Shop');
  expect(await logoOf('Gull Shop')).toEqual({ logo_hash: null, logo_uri: `${origin}/logo.png` });
  answers.push(503, 'picture');
  const workers = startWorkers(platform.world);
  try {
    await vi.waitFor(async () => expect((await logoOf('Gull Shop')).logo_hash).not.toBeNull(), { timeout: 20_000 });
  } finally {
    await workers.stop();
  }
  const { logo_hash, logo_uri } = await logoOf('Gull Shop');
  expect(logo_uri).toBeNull();
  const served = await platform.inject({ url: `/logos/${logo_hash}.webp` });
  expect(await sharp(served.rawPayload).metadata()).toMatchObject({ width: 400, height: 272 });
});

test('a file that is not an image is fetched once as logo, and the integration keeps its initial in place of a logo', async () => {
  await allowed('Page Shop');
  answers.push('page', 'picture');
  const workers = startWorkers(platform.world);
  try {
    await vi.waitFor(async () => expect((await logoOf('Page Shop')).logo_uri).toBeNull(), { timeout: 20_000 });
  } finally {
    await workers.stop();
  }
  expect((await logoOf('Page Shop')).logo_hash).toBeNull();
  expect(answers).toEqual(['picture']);
});
