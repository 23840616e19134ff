import { expect } from 'vitest';
import { button } from '../browser/driven-browser.ts';
import { apiCaller } from '../harness/api-caller.ts';
import { anIntegration } from '../harness/fixtures.ts';
import { asksForNothing, widgetZip } from '../harness/widget.ts';
import type { JourneyFixture } from './hop-journeys.ts';
import { codesOf, until } from './hop-journeys.ts';

/** The accounts that take part in an installation. */
export interface InstallAccounts {
  /** The account that owns the integrations. */
  readonly owner: { readonly id: number; readonly admin: { readonly id: number } };
  /** The account of the person at the browser. */
  readonly guestId: number;
}

/**
 * Installs an integration with a widget from its developer's page: the platform sends the code to the callback once,
 * and the window ends on a page of the platform.
 */
export async function install(ground: JourneyFixture, places: InstallAccounts, mode: 'page' | 'popup'): Promise<void> {
  const { stage, site, browser } = ground;
  const stop = site.stop('answers itself');
  const { client_id } = await anIntegration(stage.platform, 'berth', {
    name: 'Gull Shop',
    redirectUri: stop.redirectUri,
  });
  const call = await apiCaller(stage.platform, places.owner.admin);
  const widgets = `/accounts/${places.owner.id}/integrations/${client_id}/widgets`;
  await call('POST', widgets, await widgetZip(asksForNothing), { 'content-type': 'application/zip' });
  expect((await call('PUT', `${widgets}/live`, { number: 1 })).statusCode).toBe(200);

  const address = `${stage.url}/accounts/${places.guestId}/installations/${client_id}/install`;
  stop.html = `<button onclick="window.open('${address}', '', 'width=750,height=620')">Connect</button>`;
  const tab = await browser.newTab();
  await tab.open(mode === 'popup' ? stop.start : address);
  const asked = mode === 'popup' ? await tab.popup(() => tab.click(button('Connect'))) : tab;
  const press = button('Install the integration');
  await asked.waitFor(press);
  // The server refuses a press within half a second of the page's creation.
  stage.platform.clock.advance(600);
  await asked.click(press);

  await until(async () => expect(await asked.address()).toMatch(new RegExp(`^${stage.url}/.*[?&]done=`)));
  await until(() => Promise.resolve(expect(stop.answers).toHaveLength(1)));
  const [answer] = stop.answers;
  expect(answer?.get('code')).not.toBeNull();
  expect(answer?.get('from_widget')).toBe('1');
  await asked.back();
  await until(async () => expect(await asked.address()).not.toMatch(/[?&]done=/));
  expect(stop.answers).toHaveLength(1);
  expect(await codesOf(stage, stop)).toBe(1);
  for (const one of new Set([asked, tab])) {
    expect(one.complaints() ?? []).toEqual([]);
    await one.close();
  }
}
