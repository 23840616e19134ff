import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { shell } from '../harness/shell.ts';
import type { ReceiverProcess } from './start-receiver.ts';
import { untilClickable } from './browser-fixture.ts';
import { startTexts } from './start-texts.ts';

const execute = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const patiently = { timeout: 15_000 };

/** Everything that the newcomer of `docs/start` has: a browser, a folder, and the small server that they started. */
export interface Newcomer {
  readonly page: Page;
  readonly language: keyof typeof startTexts;
  readonly url: string;
  readonly person: { readonly email: string; readonly password: string };
  readonly folder: string;
  readonly dataFolder: string;
  readonly receiver: ReceiverProcess;
  /** Called at each place where `docs/start` has a picture. */
  readonly picture: (name: string, page: Page) => Promise<void>;
}

/** Follows `docs/start` from sign-in to the disconnect hook; fails where a page has other words. */
export async function followStartGuide(newcomer: Newcomer): Promise<void> {
  const { page, language, url, person, receiver, picture } = newcomer;
  const words = startTexts[language];
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  const step = (title: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name: title }) });
  const command = (title: string) => step(title).locator('pre').last();
  const runAlone = async (title: string) => {
    await expect.poll(() => command(title).innerText(), patiently).not.toMatch(/CLIENT_SECRET|"CODE"/);
    return shell(await command(title).innerText(), newcomer.folder);
  };
  const run = async (title: string) => {
    const stdout = await runAlone(title);
    await step(title).getByText(words.done, { exact: true }).waitFor(patiently);
    return stdout;
  };
  const chooseAccount = async (name: string) => {
    await page.waitForURL(/\/console\/accounts\/\d+/);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByLabel(words.account, { exact: true }).selectOption({ label: name });
    // Until the chosen account's page is there, every control still concerns the previous account.
    await expect.poll(() => page.title(), patiently).toContain(` · ${name} · `);
  };

  const openOwn = async () => {
    await link(words.own).click();
    await page.getByRole('heading', { level: 1, name: words.own }).waitFor();
  };

  await page.goto(`${url}/sign-in`);
  await page.getByLabel(/^(email|почта|электронная)/i).fill(person.email);
  await page.getByLabel(/^(password|пароль)/i).fill(person.password);
  await button(/^(sign in|войти)/i).click();
  await chooseAccount('Причал');
  await openOwn();
  await link(words.create).first().click();
  await page.getByLabel(words.name).fill(words.integration);
  await page.getByLabel(words.redirect).fill(`${receiver.url}/callback`);
  await page.getByRole('radio', { name: words.public, exact: true }).check();
  await picture('create', page);
  await button(words.create).click();

  await button(words.reveal).click();
  const [codePage] = await Promise.all([page.context().waitForEvent('page'), link(words.openCode).click()]);
  await untilClickable(codePage);
  await codePage.getByRole('button', { name: words.issue }).click();
  const code = await codePage.locator('#code-value').inputValue();
  await codePage.close();
  const field = page.getByRole('textbox', { name: words.code, exact: true });
  await field.fill(code);
  await run(words.exchange);
  expect(await run(words.call)).toContain('"subdomain":"berth"');
  await run(words.refresh);
  // Scrolls between the two commands with the secret key: a picture should show no secret, even a worthless one.
  await step(words.call).evaluate((element) => {
    element.scrollIntoView({ block: 'start' });
    window.scrollBy(0, -160);
  });
  await picture('guide', page);

  await link(words.settings).click();
  await page.getByLabel(words.disconnect).fill(`${receiver.url}/disconnect`);
  await button(words.save).click();
  await page.getByText(words.saved).waitFor();
  const clientId = /integrations\/([^/?]+)/.exec(page.url())?.[1] ?? '';
  await execute('npx', ['pristan', 'integration', 'publish', '--client-id', clientId], {
    cwd: root,
    env: {
      NODE_ENV: 'development',
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PRISTAN_DATA_DIR: newcomer.dataFolder,
    },
  });

  await link(words.guide).click();
  const [consent] = await Promise.all([page.context().waitForEvent('page'), link(words.openConsent).click()]);
  await consent.getByRole('radio', { name: /North Wind/ }).check();
  await consent.getByRole('button', { name: words.continue }).click();
  const allow = consent.getByRole('button', { name: words.allow });
  await allow.waitFor();
  await picture('consent', consent);
  await allow.click();
  await consent.waitForURL(/\/callback\?code=/);
  const address = consent.url();
  expect(await receiver.heard('GET /callback?code=')).toContain('referer=north.');
  await consent.close();
  if (await button(words.reveal).isVisible()) await button(words.reveal).click();
  await field.fill(address);
  expect(await runAlone(words.exchange)).toContain('"access_token"');

  await chooseAccount('North Wind');
  await page.getByRole('link', { name: words.integration }).click();
  await page.getByText(words.exchanged).waitFor();
  await picture('installation', page);
  await page.getByRole('link', { name: words.disable }).click();
  await untilClickable(page);
  await button(words.disable).click();
  await receiver.heard('/disconnect');

  await page.goto(`${url}/console`);
  await chooseAccount('Причал');
  await openOwn();
  await link(words.integration).click();
  await link(words.deliveries).click();
  await expect
    .poll(async () => {
      await page.reload();
      return page.getByText(words.delivered, { exact: true }).count();
    }, patiently)
    .toBeGreaterThan(0);
  await picture('deliveries', page);
}
