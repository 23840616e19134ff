import { createHash } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { DrivenBrowser, Tab } from '../browser/driven-browser.ts';
import { button, field, link, patienceMs } from '../browser/driven-browser.ts';
import { anIntegration, password } from '../harness/fixtures.ts';
import type { Hop, HopSite, Stop } from './hop-site.ts';
import type { BrowserFixture } from './browser-fixture.ts';

/**
 * Link or button that the person presses on the integrator's page: of an integration or with metadata, or a metadata
 * button whose site fetches its keys itself.
 */
type Means = 'link' | 'button' | 'metadata link' | 'metadata button' | 'pull button';

/** One journey: what is pressed, in which mode, which answer, and how the callback redirects. */
export interface Journey {
  readonly means: Means;
  readonly mode: 'page' | 'popup' | 'post_message';
  readonly outcome: 'allow' | 'deny';
  readonly hop: Hop;
}

const hops = ['answers itself', 'own site', 'second origin', 'https', 'three origins', 'custom scheme'] as const;

/**
 * Tested answers for each kind of callback: (A)llow, (D)eny. Links and buttons, with and without metadata and fetched
 * keys, each meet every kind of callback and both outcomes; every kind of callback meets both outcomes. An
 * integration's button reports a Deny to its page by a message, so no callback gets it.
 */
const table: readonly (readonly [Means, Journey['mode'], ...(readonly string[])])[] = [
  // means            mode            itself  own   second  https three custom
  ['link', 'page', 'A', 'D', 'AD', 'A', 'A', 'AD'],
  ['button', 'popup', 'A', 'A', 'AD', 'A', 'A', 'A'],
  ['button', 'post_message', 'A', 'A', 'AD', 'A', 'A', 'A'],
  ['metadata link', 'page', 'A', '', 'D', 'A', '', 'A'],
  ['metadata button', 'popup', 'D', 'A', 'A', '', 'D', ''],
  ['metadata button', 'post_message', '', 'D', 'A', '', 'A', 'D'],
  ['pull button', 'popup', 'A', '', 'A', '', 'D', 'A'],
  ['pull button', 'post_message', '', 'D', 'A', 'A', 'A', ''],
];

export const journeys: readonly Journey[] = table.flatMap(([means, mode, ...cells]) =>
  cells.flatMap((cell, at) =>
    [...cell].map((letter): Journey => {
      const hop = hops[at];
      if (hop === undefined) throw new Error(`a row of the table is too long: ${means} ${mode}`);
      return { means, mode, hop, outcome: letter === 'A' ? 'allow' : 'deny' };
    }),
  ),
);

/** Journeys that work without scripts: they open no window and have no connect button. */
export const journeysWithoutScripts = journeys.filter(
  ({ mode, hop }) => mode === 'page' && (hop === 'second origin' || hop === 'three origins'),
);

export function titleOf({ means, mode, outcome, hop }: Journey): string {
  return `${outcome}, ${means} (${mode}), the callback: ${hop}`;
}

const state = 's-1&x=ю';
const verifier = 'v'.repeat(64);

export interface JourneyFixture {
  readonly stage: BrowserFixture;
  readonly site: HopSite;
  readonly browser: DrivenBrowser;
}

/** Signs a person in at the fixture’s browser. */
export async function signInAt({ browser, stage }: Omit<JourneyFixture, 'site'>, email: string): Promise<void> {
  const tab = await browser.newTab();
  await tab.open(`${stage.url}/sign-in`);
  await tab.type(field('Email'), email);
  await tab.type(field('Password'), password);
  await tab.click(button('Sign in'));
  await until(async () => expect(await tab.address()).toContain(`${stage.url}/console/`));
  await tab.close();
}

/**
 * Takes a signed-in person from the integrator's page to the confirmation and on to the end of the callback's
 * redirects. The code or refusal arrives exactly once and nowhere else, the person ends at the last address, and going
 * back sends no confirmation again.
 */
export async function goThrough(ground: JourneyFixture, journey: Journey): Promise<void> {
  const { stage, site, browser } = ground;
  const stop = site.stop(journey.hop);
  stop.html = await firstPage(ground, journey, stop);
  const tab = await browser.newTab();
  await tab.open(stop.start);
  const asked = await press(tab, journey);
  await asked.click(button(journey.outcome === 'allow' ? 'Allow' : 'Deny'));

  if (isTold(journey)) {
    await until(async () => expect(await asked.isClosed()).toBe(true));
    await until(async () => expect(await tab.text()).toContain('Denied: access_denied'));
    expect(stop.answers).toEqual([]);
  } else {
    const last = journey.mode === 'popup' ? tab : asked;
    await arriveAt(last, stop, journey.hop);
    if (journey.mode === 'popup') await until(async () => expect(await asked.isClosed()).toBe(true));
    expectAnswer(stop, journey);
    expect(await codesOf(stage, stop)).toBe(journey.outcome === 'allow' ? 1 : 0);
    // The page with the button stays where it was, and so does a window whose app was to open.
    if (journey.mode !== 'popup' && journey.hop !== 'custom scheme') {
      await goBack(last, ground, stop);
      expectAnswer(stop, journey);
      expect(await codesOf(stage, stop)).toBe(journey.outcome === 'allow' ? 1 : 0);
    }
  }
  for (const one of [tab, asked]) expect(one.complaints() ?? []).toEqual([]);
  for (const one of new Set([asked, tab])) if (!(await one.isClosed())) await one.close();
}

/** `true` if the integrator’s page learns of Deny by a message instead of a callback. */
function isTold({ means, mode, outcome }: Journey): boolean {
  return outcome === 'deny' && means === 'button' && mode !== 'page';
}

async function press(tab: Tab, { mode }: Journey): Promise<Tab> {
  if (mode !== 'page') return tab.popup(() => tab.click(`//div[@class='connect']`));
  await tab.click(link('Connect'));
  return tab;
}

async function arriveAt(tab: Tab, stop: Stop, hop: Hop): Promise<void> {
  if (hop === 'custom scheme') {
    await until(async () => expect(await tab.leftTheWeb()).toBe(true));
    return;
  }
  await until(async () => {
    expect((await tab.address()).split('?')[0]).toBe(stop.end);
    expect(await tab.text()).toContain('Arrived');
  });
  expect(stop.ends).toBe(1);
}

function expectAnswer(stop: Stop, { outcome, means }: Journey): void {
  const [answer, ...others] = stop.answers;
  expect(others).toEqual([]);
  expect(answer?.getAll('state')).toEqual([state]);
  expect(answer?.getAll('code')).toHaveLength(outcome === 'allow' ? 1 : 0);
  expect(answer?.getAll('error')).toEqual(outcome === 'allow' ? [] : ['access_denied']);
  expect(answer?.has('secrets_code')).toBe(outcome === 'allow' && means === 'pull button');
}

/** Goes back in the browser: the page then shown asks again or is the integrator's; none redirects by itself. */
async function goBack(tab: Tab, { stage, site }: JourneyFixture, stop: Stop): Promise<void> {
  for (const referer of stop.referers) expect(referer).not.toContain(`${stage.url}/oauth`);
  await tab.back();
  await until(async () => {
    const address = await tab.address();
    const text = await tab.text();
    if (address.startsWith(site.origin)) expect(text).toContain('Shop');
    else expect(text).toContain('Allow access');
  });
}

/** Counts the codes issued to integrations with this redirect URI. */
export async function codesOf(stage: BrowserFixture, { redirectUri }: Stop): Promise<number> {
  const codes = await stage.platform.world.db
    .selectFrom('codes')
    .innerJoin('integrations', 'integrations.id', 'codes.integration_id')
    .select('codes.id')
    .where('integrations.redirect_uri', '=', redirectUri)
    .execute();
  return codes.length;
}

async function firstPage({ stage, site }: JourneyFixture, { means, mode }: Journey, stop: Stop): Promise<string> {
  const { redirectUri } = stop;
  const isMetadata = means !== 'link' && means !== 'button';
  const subject: Record<string, string> = isMetadata
    ? {
        name: 'Tern Mail',
        description: 'Letters of terns',
        redirect_uri: redirectUri,
        secrets_uri: `${site.keysUri}${means === 'pull button' ? '?refuse' : ''}`,
        scopes: 'crm',
      }
    : { client_id: (await anIntegration(stage.platform, 'berth', { name: 'Gull Shop', redirectUri })).client_id };
  if (mode === 'page') {
    const { scopes, ...rest } = subject;
    const query = new URLSearchParams({ state, ...rest, ...(scopes === undefined ? {} : { 'scopes[]': scopes }) });
    return `<h1>Shop</h1><a href="${escape(`${stage.url}/oauth?${query.toString()}`)}">Connect</a>`;
  }
  const data: Record<string, string> = { ...subject, mode, state, title: 'Connect', 'class-name': 'connect' };
  if (means === 'button') data['error-callback'] = 'denied';
  if (means === 'pull button') {
    data['handover-challenge'] = createHash('sha256').update(verifier).digest('base64url');
  }
  const attributes = Object.entries(data).map(([name, value]) => {
    const attribute = name === 'client_id' ? 'client-id' : name;
    return `data-${attribute}="${escape(value)}"`;
  });
  return `<style>.connect { display: inline-block }</style><h1>Shop</h1><p id="said"></p>
    <script>function denied(data) { document.getElementById('said').textContent = 'Denied: ' + data.error; }</script>
    <script class="pristan_oauth" src="${stage.url}/auth/button.min.js" ${attributes.join(' ')}></script>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

/** Repeats `check` until it passes. */
export async function until(check: () => Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: patienceMs, interval: 50 });
}
