import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { hiddenFields } from '../tests/harness/browser-session.ts';
import type { Fixtures } from './fixtures.ts';
import { httpGet, httpPost } from './get.ts';
import { signedIn } from './session.ts';

const PRESSES = 40;
/** Number of warm-up requests: the server compiles code during its first requests. */
const FIRST = 20;
const ANSWER_MS = 100;
/** Time in milliseconds after which a page's button works; the limit is half a second after the page was made. */
const PRESSABLE_MS = 600;

export interface ExternalResult {
  /** Time from Allow to the redirect, minus the receiver's response time. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Sends Allow from an external integration's consent page again and again; the receiver of the keys takes 100 ms. */
export async function external(fixtures: Fixtures, port: number): Promise<ExternalResult> {
  let receiverMs = 0;
  const receiver = createServer((asked, response) => {
    const arrivedAt = performance.now();
    asked.resume();
    void pause(ANSWER_MS).then(() => {
      receiverMs = performance.now() - arrivedAt;
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(receiver.address() as AddressInfo).port}`;
  const cookie = await signedIn(fixtures);
  const query = new URLSearchParams({
    state: 's',
    name: 'Gull Shop',
    description: 'Sells gulls',
    redirect_uri: `${origin}/callback`,
    secrets_uri: `${origin}/keys`,
    'scopes[]': 'crm',
  });
  const forms: Record<string, string>[] = [];
  for (let n = 0; n < FIRST + PRESSES; n++) forms.push(await consentForm(port, `/oauth?${query}`, cookie));
  await pause(PRESSABLE_MS);
  const times: number[] = [];
  for (const form of forms) {
    const startedAt = performance.now();
    const answer = await httpPost(port, '/oauth/external/allow', {
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    const page = await httpGet(port, answer.location ?? '/', { cookie });
    const ms = performance.now() - startedAt;
    if (!page.text.includes(`href="${origin}/callback?code=`))
      throw new Error(`no way back: ${answer.status} ${answer.location} ${page.text.slice(0, 300)}`);
    times.push(ms - receiverMs);
  }
  receiver.closeAllConnections();
  receiver.close();
  times.splice(0, FIRST);
  times.sort((a, b) => a - b);
  return { p50Ms: times[PRESSES / 2] ?? Number.NaN, p99Ms: times[Math.floor(PRESSES * 0.99)] ?? Number.NaN };
}

/** The form fields that Allow on the consent page sends; one redirect leads to that page. */
async function consentForm(port: number, path: string, cookie: string): Promise<Record<string, string>> {
  const first = await httpGet(port, path, { cookie });
  const page = first.location === undefined ? first : await httpGet(port, first.location, { cookie });
  const form = hiddenFields(page.text, '/oauth/external/allow');
  if (form['press'] === undefined) throw new Error(`no consent page: ${page.status} ${page.text.slice(0, 300)}`);
  return form;
}
