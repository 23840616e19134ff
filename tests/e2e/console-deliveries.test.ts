import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditor } from '../gallery/audit.ts';
import { anAccount, anIntegration } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let context: BrowserContext;
let page: Page;
let address: string;
let clientId: string;
const complaints: string[] = [];
beforeAll(async () => {
  stage = await openBrowserFixture();
  const { id } = await anAccount(stage.platform, 'north');
  const { client_id } = await anIntegration(stage.platform, 'north', { name: 'Tide Table' });
  clientId = client_id;
  await stage.platform.world.pool.query(
    `insert into deliveries (account_id, id, integration_id, hook, url, receiver_host, facts, state, due_at, began_at, created_at, finished_at)
     select 30200000 + n, gen_random_uuid(), $1, 'disconnect', 'https://shop' || n % 2 || '.example/bye', 'shop' || n % 2 || '.example', '{}',
       case when n in (0, 30, 60, 91) then 'failed' else 'delivered' end, 0, 0, $2::bigint - n * 3600000, $2
     from generate_series(0, 119) n`,
    [client_id, stage.platform.clock.now()],
  );
  address = `${stage.url}/console/accounts/${id}/integrations/${client_id}/deliveries`;
  context = await stage.visitor();
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(address);
  await signIn(page, 'admin@north.test');
});
afterAll(async () => {
  await context.close();
  await stage.close();
});

const filters = () => page.getByRole('form', { name: 'Filters' });
const show = () => filters().getByRole('button', { name: 'Show' }).click();
const rows = () => page.locator('ul.rows > li');

test('deliveries are filtered by state and receiver, and the address keeps the filters', async () => {
  await filters().getByLabel('State').selectOption({ label: 'failed' });
  await show();
  await expect.poll(() => rows().count()).toBe(4);
  expect(await rows().filter({ hasText: 'shop1.example' }).count()).toBe(1);
  await filters().getByLabel('Receiver’s host').fill('https://SHOP0.example/bye');
  await show();
  await expect.poll(() => new URL(page.url()).search).toBe('?receiver=shop0.example&state=failed');
  await page.getByRole('status').getByText('3 deliveries are shown').waitFor();
  expect(await rows().filter({ hasText: 'shop0.example' }).count()).toBe(3);
  expect(await filters().getByRole('button', { name: 'Show' }).and(page.locator(':focus')).count()).toBe(1);
  await page.reload();
  await expect.poll(() => rows().count()).toBe(3);
  expect(await filters().getByLabel('Receiver’s host').inputValue()).toBe('shop0.example');
});

test('the delivery log says when no delivery matches the filters, and one press clears them', async () => {
  await filters().getByLabel('Account ID').fill('7');
  await show();
  await page.getByText('No delivery of the last 30 days matches these filters.').waitFor();
  expect(await auditor(page).all()).toEqual([]);
  await page.getByRole('link', { name: 'Clear the filters' }).last().click();
  await expect.poll(() => rows().count()).toBe(50);
  expect(await filters().getByLabel('Account ID').inputValue()).toBe('');
});

test('older pages of the delivery log keep the filter and show each delivery once', async () => {
  await page.goto(`${address}?receiver=shop1.example`);
  await expect.poll(() => rows().count()).toBe(50);
  const first = await rows().allTextContents();
  await page.getByRole('link', { name: 'Older' }).click();
  await expect.poll(() => rows().count()).toBe(10);
  expect(page.url()).toContain('receiver=shop1.example');
  const second = await rows().allTextContents();
  expect(first.filter((row) => second.includes(row))).toEqual([]);
  await page.getByRole('link', { name: 'Newest' }).click();
  await expect.poll(() => rows().count()).toBe(50);
  expect(page.url()).toContain('receiver=shop1.example');
});

test('the delivery log’s account filter works by keyboard alone', async () => {
  await page.goto(address);
  await filters().getByLabel('Account ID').focus();
  await page.keyboard.type('30200003');
  await page.keyboard.press('Enter');
  await expect.poll(() => rows().count()).toBe(1);
  await rows().getByText('account 30200003').waitFor();
});

test('the account of a delivery links to all deliveries about it', async () => {
  await page.goto(`${address}?state=failed`);
  await rows().getByRole('link', { name: 'account 30200030' }).click();
  await expect.poll(() => rows().count()).toBe(1);
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ state: 'failed', account: '30200030' });
  expect(await filters().getByLabel('Account ID').inputValue()).toBe('30200030');
  expect(await rows().getByRole('link', { name: 'account 30200030' }).count()).toBe(0);
});

/** Adds a delivery to harbour.example whose next attempt is due in `seconds`. */
async function aDeliveryDueIn(seconds: number): Promise<string> {
  const { rows: made } = await stage.platform.world.pool.query<{ id: string }>(
    `insert into deliveries (account_id, id, integration_id, hook, url, receiver_host, facts, state, due_at, began_at, created_at, tries)
     values (30300000, gen_random_uuid(), $1, 'disconnect', 'https://harbour.example/bye', 'harbour.example', '{}', 'pending', $2, $3, $3, 1)
     returning id`,
    [clientId, Date.now() + seconds * 1000, stage.platform.clock.now()],
  );
  return made[0]?.id ?? '';
}

test('a failing receiver is shown in a note above the delivery log, not in an alert', async () => {
  await stage.platform.world.pool.query(
    `insert into receiver_health (integration_id, receiver_host, failing_since, last_failed_at, last_failure, last_status)
     values ($1, 'shop1.example', 0, 0, 'status', 500)`,
    [clientId],
  );
  await page.goto(address);
  await page.getByRole('note').getByRole('link', { name: 'shop1.example' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('the delivery log refreshes itself until a due delivery is finished', async () => {
  const id = await aDeliveryDueIn(20);
  await page.goto(`${address}?receiver=harbour.example`);
  await rows().getByText('waiting', { exact: true }).waitFor();
  await stage.platform.world.pool.query(
    `update deliveries set state = 'delivered', finished_at = created_at, last_status = 204 where id = $1`,
    [id],
  );
  await rows().getByText('delivered', { exact: true }).waitFor();
  await rows().getByText('answered 204').waitFor();
});

test('a delivery’s newest attempt is expanded with its response’s headers, older attempts are collapsed', async () => {
  const id = await aDeliveryDueIn(3600);
  await stage.platform.world.pool.query(
    `insert into delivery_attempts (account_id, delivery_id, number, started_at, finished_at, request, status, answer, answer_headers, took_ms)
     select 30300000, $1, number, 0, 0, '{"method":"GET","url":"https://harbour.example/bye","headers":{},"body":null}', 500 + number,
       'body ' || number, case when number = 2 then '{"server":"lighthouse","set-cookie":"***"}'::json end, 90
     from generate_series(1, 2) number`,
    [id],
  );
  await page.goto(`${address}/${id}`);
  const answer = (number: number) => page.getByRole('region', { name: `Response, attempt ${number}` });
  await answer(2).waitFor();
  expect(await answer(2).innerText()).toBe('HTTP 502 Bad Gateway\nserver: lighthouse\nset-cookie: ***\n\nbody 2');
  expect(await answer(1).isVisible()).toBe(false);
  await page.getByRole('region', { name: 'Attempt 1' }).getByText('Response', { exact: true }).click();
  expect(await answer(1).innerText()).toBe('HTTP 501 Not Implemented\n\nbody 1');
  expect(await auditor(page).all()).toEqual([]);
  await page.goto(address);
});

test('the delivery log passes axe in both themes; at 320 px nothing overflows and the filters stay usable', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await auditor(page).all(), colorScheme).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 700 });
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  const widths = await filters()
    .locator('input, select')
    .evaluateAll((fields) => fields.map((field) => field.getBoundingClientRect().width));
  expect(Math.min(...widths)).toBeGreaterThan(150);
  expect(complaints).toEqual([]);
});
