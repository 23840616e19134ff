import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAccount } from '../harness/people.ts';
import type { SlowNetwork } from './slow-network.ts';
import type { SignedIn, Stage } from './stage.ts';
import { allow, openSlowStage, signIn } from './stage.ts';

let stage: Stage & { readonly network: SlowNetwork };
let signedIn: SignedIn;
beforeAll(async () => {
  stage = await openSlowStage();
  await anAccount(stage.platform, 'berth');
  await anAccount(stage.platform, 'north');
  const context = await stage.visitor();
  const page = await context.newPage();
  await page.goto(`${stage.url}/sign-in`);
  await signIn(page, 'admin@north.test');
  await page.waitForURL(`${stage.url}/`);
  signedIn = await context.storageState();
  await context.close();
  stage.network.latency(600);
});
afterAll(async () => stage.close());

test('with 600 ms until each answer one press of Allow connects the shop', async () => {
  const { site, keys } = await stage.shop({ account: 'berth' });
  const context = await stage.visitor({ signedIn });
  const page = await context.newPage();
  await page.goto(site);
  await page.getByRole('link', { name: 'Connect in this window' }).click();
  await allow(page);
  await page.getByRole('heading', { name: 'Connected to Account north' }).waitFor();
  const codes = await stage.platform.world.db
    .selectFrom('codes')
    .select('id')
    .where('integration_id', '=', keys.client_id)
    .execute();
  expect(codes).toHaveLength(1);
  await context.close();
});
