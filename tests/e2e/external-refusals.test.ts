import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anAccount } from '../harness/fixtures.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture, signIn } from './browser-fixture.ts';

let stage: BrowserFixture;
let context: BrowserContext;
/** Number of connections to a server on this machine, whose address is in the button’s metadata. */
let dialled = 0;
const listener = createServer((socket) => {
  dialled += 1;
  socket.destroy();
});

beforeAll(async () => {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  stage = await openBrowserFixture({ NODE_ENV: 'production' });
  await anAccount(stage.platform, 'north');
  context = await stage.visitor();
  const page = await context.newPage();
  await page.goto(`${stage.url}/sign-in`);
  await signIn(page, 'admin@north.test');
  await page.waitForURL(`${stage.url}/console/**`);
});
afterAll(async () => {
  await stage.close();
  listener.close();
});

const good = {
  state: 's',
  name: 'Tern Mail',
  description: 'Letters',
  redirect_uri: 'https://tern.test/callback',
  secrets_uri: 'https://tern.test/keys',
  'scopes[]': 'crm',
};

async function open(members: Readonly<Record<string, string>>) {
  const page = await context.newPage();
  const answer = await page.goto(`${stage.url}/oauth?${new URLSearchParams({ ...good, ...members }).toString()}`);
  return { page, status: answer?.status() };
}

test('a metadata button’s public https addresses are shown, and Allow is offered', async () => {
  const { page } = await open({});
  await page.getByRole('button', { name: 'Allow access' }).waitFor();
  await page.close();
});

describe.each(['redirect_uri', 'secrets_uri', 'logo'])('%s', (member) => {
  test.each([
    ['this machine', () => `https://127.0.0.1:${port()}/x`],
    ['this machine by name', () => `https://localhost:${port()}/x`],
    ['this machine over http', () => `http://localhost:${port()}/x`],
    ['this machine in IPv6', () => `https://[::1]:${port()}/x`],
    ['this machine in mapped IPv6', () => `https://[::ffff:127.0.0.1]:${port()}/x`],
    ['a private network', () => 'https://10.1.2.3/x'],
    ['the metadata of a cloud', () => 'https://169.254.169.254/latest'],
    ['a user name and password', () => 'https://tern:secret@tern.test/x'],
    ['a script instead of a host', () => 'javascript:alert(document.domain)'],
    ['http instead of https', () => 'http://tern.test/x'],
  ])('a metadata button whose address names %s gets 400 before Allow', async (_, address) => {
    const { page, status } = await open({ [member]: address() });
    expect(status).toBe(400);
    await page.getByRole('heading', { name: /^The site’s button has an address/ }).waitFor();
    expect(await page.locator('dl.facts').innerText()).toContain(member);
    expect(await page.getByRole('button', { name: /^allow/i }).count()).toBe(0);
    expect(new URL(page.url()).origin).toBe(stage.url);
    expect(dialled).toBe(0);
    await page.close();
  });
});

function port(): number {
  return (listener.address() as AddressInfo).port;
}
