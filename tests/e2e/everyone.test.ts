import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAccount } from '../../apps/server/src/cli/accounts.ts';
import { publishIntegrationCommand } from '../../apps/server/src/cli/integrations.ts';
import type { Dispatcher } from '../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../apps/server/src/workers/deliver.ts';
import { aUser } from '../harness/fixtures.ts';
import { widgetZip } from '../harness/widget.ts';
import type { SmallSite } from './small-site.ts';
import { openSmallSite } from './small-site.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { freePort } from '../harness/free-port.mjs';
import { allow, openBrowserFixture, signIn, untilClickable } from './browser-fixture.ts';
import { texts, type Language } from './texts.ts';

/**
 * An integration's whole life with four people in four browsers: its developer, an admin who connects it, a member of
 * the same account, and an admin of another.
 */
let stage: BrowserFixture;
let dispatcher: Dispatcher;
beforeAll(async () => {
  stage = await openBrowserFixture({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  dispatcher = startDispatcher(stage.platform.world);
});
afterAll(async () => {
  await dispatcher.stop();
  await stage.close();
});

type Who = 'maker' | 'admin' | 'member' | 'other';

describe.each(['en', 'ru'] as const)('in %s', { timeout: 60_000 }, (language: Language) => {
  const say = texts[language];
  const names = { berth: `berth-${language}`, north: `north-${language}`, south: `south-${language}` };
  const email = (who: Who): string => `${who}-${language}@people.test`;
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  let ids: Record<keyof typeof names, number>;
  let site: SmallSite;
  let pages: Record<Who, Page>;
  let clientId: string;

  beforeAll(async () => {
    const { world } = stage.platform;
    const made = async (subdomain: string): Promise<number> =>
      (await createAccount(world, { subdomain, name: subdomain })).id;
    ids = { berth: await made(names.berth), north: await made(names.north), south: await made(names.south) };
    await aUser(stage.platform, email('maker'), { [names.berth]: 'admin' }, language);
    await aUser(stage.platform, email('admin'), { [names.north]: 'admin' }, language);
    await aUser(stage.platform, email('member'), { [names.north]: 'member' }, language);
    await aUser(stage.platform, email('other'), { [names.south]: 'admin' }, language);
    site = await openSmallSite(await freePort(), stage.url);
    pages = { maker: await aPage(), admin: await aPage(), member: await aPage(), other: await aPage() };
  });
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await site.close();
  });

  async function aPage(): Promise<Page> {
    const context = await stage.visitor({ language });
    contexts.push(context);
    const page = await context.newPage();
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d|^ApiProblem/.test(message.text()))
        complaints.push(message.text());
    });
    return page;
  }

  const console_ = (account: keyof typeof names, path = ''): string =>
    `${stage.url}/console/accounts/${ids[account]}${path}`;
  const own = (path = ''): string => console_('berth', `/integrations/${clientId}${path}`);
  const status = async (subdomain: string): Promise<number> => {
    const headers = { authorization: `Bearer ${site.tokens.get(subdomain)}` };
    return (await fetch(`${stage.url}/api/v4/account`, { headers })).status;
  };
  /** Presses a button of a server page once the server no longer refuses a press as too early. */
  const press = async (page: Page, name: RegExp): Promise<void> => {
    await untilClickable(page);
    await page.getByRole('button', { name }).click();
    await page.waitForURL(/\?done=/);
  };
  /** Opens a page of the integration and waits for its title: until then the previous page is shown. */
  const openPart = async (name: string): Promise<void> => {
    const page = pages.maker;
    await page.getByRole('navigation', { name: say.parts }).getByRole('link', { name, exact: true }).click();
    await expect.poll(() => page.title(), { timeout: 10_000 }).toMatch(new RegExp(`^${name} · `));
  };

  test('the developer creates the integration, and copies its keys and the tag of its button', async () => {
    const page = pages.maker;
    await page.goto(console_('berth', '/integrations'));
    await signIn(page, email('maker'));
    await page.getByRole('link', { name: say.create }).click();
    await page.getByLabel(say.name).fill('Harbour Mail');
    await page.getByLabel(say.redirectUri).fill(`${site.origin}/callback`);
    await page.getByRole('radio', { name: say.public }).check();
    await page.getByRole('button', { name: say.create }).click();
    await page.getByRole('heading', { level: 1, name: 'Harbour Mail' }).waitFor();
    await openPart(say.keys);
    site.clientId = clientId = await page.getByRole('textbox', { name: say.clientId, exact: true }).inputValue();
    await page.getByRole('button', { name: say.reveal }).click();
    site.clientSecret = await page.getByRole('textbox', { name: say.secret, exact: true }).inputValue();
    await openPart(say.button);
    site.tag = await page.getByRole('textbox', { name: say.tag, exact: true }).inputValue();
    await openPart(say.settings);
    await page.getByLabel(say.disconnectUri).fill(`${site.origin}/disconnect`);
    await page.getByRole('button', { name: say.save }).click();
    await page.getByText(say.saved).waitFor();
    await publishIntegrationCommand(stage.platform.world, clientId);
  });

  test('an admin of another account connects by the site’s button, and the site reads the account’s data', async () => {
    const page = pages.admin;
    await page.goto(site.origin);
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button').click()]);
    await signIn(popup, email('admin'));
    await Promise.all([popup.waitForEvent('close'), allow(popup)]);
    await page.getByRole('heading', { name: `Connected to ${names.north}` }).waitFor();
    expect(await status(names.north)).toBe(200);
  });

  test('a member of the connected account gives the site access with their own rights', async () => {
    const page = pages.member;
    await page.goto(site.origin);
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button').click()]);
    await signIn(popup, email('member'));
    await Promise.all([popup.waitForEvent('close'), allow(popup)]);
    await page.getByRole('heading', { name: `Connected to ${names.north}` }).waitFor();
    await pages.admin.goto(console_('north', `/installed/${clientId}`));
    await pages.admin
      .getByRole('listitem')
      .filter({ hasText: say.ownRights })
      .getByText(/member/)
      .first()
      .waitFor();
  });

  test('a widget version is published, and an admin of a third account installs it', async () => {
    const page = pages.maker;
    await openPart(say.widget);
    const asking = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: say.chooseZip }).click();
    await (await asking).setFiles({ name: 'widget.zip', mimeType: 'application/zip', buffer: await widgetZip() });
    await page.getByRole('button', { name: say.makeLive }).click();
    await page.getByRole('dialog').getByRole('button', { name: say.confirmLive }).click();
    await page.getByText(say.isLive).waitFor();

    const other = pages.other;
    await other.goto(`${stage.url}/accounts/${ids.south}/installations/${clientId}/install`);
    await signIn(other, email('other'));
    await other.getByLabel('Login').fill('keeper');
    await press(other, say.install);
    await expect.poll(() => site.tokens.has(names.south), { timeout: 10_000 }).toBe(true);
    expect(await status(names.south)).toBe(200);
  });

  test('the widget’s settings are changed in the account, and the integration reads them', async () => {
    const other = pages.other;
    await other.goto(console_('south', `/installed/${clientId}`));
    await other.getByRole('link', { name: say.widgetSettings }).click();
    await other.getByLabel('Login').fill('lighthouse');
    await press(other, say.saveSettings);
    const headers = { authorization: `Bearer ${site.tokens.get(names.south)}` };
    const answer = await fetch(`${stage.url}/api/v4/widgets`, { headers });
    expect(JSON.stringify(await answer.json())).toContain('lighthouse');
  });

  test('after a rotation the old secret key keeps working while the new one is put in place', async () => {
    const page = pages.maker;
    await openPart(say.keys);
    await page.getByRole('button', { name: say.rotate }).click();
    await page.getByText(say.rotated).waitFor();
    const fresh = await page.getByRole('textbox', { name: say.secret, exact: true }).inputValue();
    expect(fresh).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(fresh).not.toBe(site.clientSecret);
    expect(await site.refresh(names.south, site.clientSecret)).toBe(200);
    expect(await site.refresh(names.south, fresh)).toBe(200);
    expect(await site.refresh(names.south, fresh.toLowerCase())).toBe(401);
  });

  test('an admin revokes one grant, then disables the integration, and reads why access ended', async () => {
    const page = pages.admin;
    await page.goto(console_('north', `/installed/${clientId}`));
    await page.getByRole('listitem').filter({ hasText: say.ownRights }).getByRole('link', { name: say.revoke }).click();
    await press(page, say.revoke);
    await page.goto(console_('north', `/installed/${clientId}`));
    await page.getByText(say.wasRevoked).waitFor();
    await page.getByRole('link', { name: say.disable }).click();
    await press(page, say.disable);
    await page.goto(console_('north', `/installed/${clientId}`));
    await page.getByText(say.wasDisabled).first().waitFor();
    expect(await status(names.north)).toBe(401);
    expect(await status(names.south)).toBe(200);
  });

  test('the developer sees that the disconnect hook was delivered, and sends it again', async () => {
    const page = pages.maker;
    await openPart(say.deliveries);
    const row = page.getByRole('listitem').filter({ hasText: say.disconnectHook });
    await expect
      .poll(
        async () => {
          await page.reload();
          return row.filter({ hasText: say.delivered }).count();
        },
        { timeout: 10_000 },
      )
      .toBe(1);
    await row.getByRole('link', { name: say.disconnectHook }).click();
    await page.getByRole('button', { name: say.resend }).click();
    await page.getByRole('heading', { name: say.secondTry }).waitFor();
  });

  test('401, 403 or 404 on every page and endpoint for people without rights', async () => {
    await pages.member.goto(console_('north', '/installed'));
    await pages.member.getByRole('heading', { level: 1, name: say.isMember }).waitFor();
    await pages.other.goto(own());
    await pages.other.getByText(say.nothingHere).waitFor();
    await pages.admin.goto(own('/keys'));
    await pages.admin.getByText(say.nothingHere).waitFor();
    expect(await refusals(pages.member, ids.north)).toEqual(['403 admin_required']);
    expect(await refusals(pages.other, ids.north)).toEqual(['404 account_not_found']);
    expect(await refusals(pages.admin, ids.berth)).toEqual(['404 account_not_found']);
    expect(await refusals(pages.member, ids.berth)).toEqual(['404 account_not_found']);
    const anonymous = await aPage();
    await anonymous.goto(`${stage.url}/auth/button.min.js`);
    expect(await refusals(anonymous, ids.berth)).toEqual(['401 unauthenticated']);
  });

  /** Calls every endpoint of the account from the person's browser; returns the distinct answers. */
  async function refusals(page: Page, accountId: number): Promise<string[]> {
    return page.evaluate(
      async ({ account, client }) => {
        const { paths } = (await (await fetch('/api/platform/openapi.json')).json()) as {
          paths: Record<string, Record<string, { operationId: string; 'x-who-may-call': string }>>;
        };
        const answers = new Set<string>();
        for (const [path, methods] of Object.entries(paths)) {
          if (!path.includes('{account_id}')) continue;
          const address = path
            .replace('{account_id}', String(account))
            .replace('{client_id}', client)
            .replace(/\{(user_id|number)\}/, '1')
            .replace('{language}', 'en')
            .replaceAll(/\{\w+\}/g, '0197f0c0-0000-7000-8000-000000000001');
          for (const [method, operation] of Object.entries(methods)) {
            // Operations that members may call are left out.
            if (operation['x-who-may-call'] !== 'admin') continue;
            const body = method === 'get' ? null : '{}';
            const answer = await fetch(address, {
              method: method.toUpperCase(),
              headers: body === null ? {} : { 'content-type': 'application/json' },
              body,
            });
            const code = answer.ok ? operation.operationId : ((await answer.json()) as { code: string }).code;
            answers.add(`${answer.status} ${code}`);
          }
        }
        return [...answers];
      },
      { account: accountId, client: clientId },
    );
  }

  test('no page of the whole journey violated its Content-Security-Policy or threw', () => {
    expect(complaints).toEqual([]);
  });
});
