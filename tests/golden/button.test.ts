import { afterAll, beforeAll } from 'vitest';
import { recorded } from './journey.ts';
import { clickButton } from './page-with-buttons.ts';
import type { GoldenFixture } from './fixture.ts';
import { openGoldenFixture } from './fixture.ts';
import type { GoldenRequest } from './wire.ts';
import { headersOf } from './wire.ts';

let stand: GoldenFixture;
beforeAll(async () => {
  stand = await openGoldenFixture();
});
afterAll(async () => stand.platform.close());

const journey = recorded('button', () => stand.places());

journey('the scripts', async ({ places, add }) => {
  const lengths = new Map<string | undefined, number>();
  const ask = async (about: string, asked: GoldenRequest) => {
    const { statusCode: status, headers, rawPayload } = await stand.platform.inject(asked);
    if (about === 'as it is') lengths.set(asked.url, rawPayload.length);
    const bytes = asked.method === 'HEAD' ? lengths.get(asked.url) : rawPayload.length;
    add({ about, request: asked.url, status, headers: headersOf(headers, places, bytes) });
  };
  for (const url of ['/auth/button.js', '/auth/button.min.js', '/auth/other.js']) await ask('as it is', { url });
  await ask('in gzip', { url: '/auth/button.min.js', headers: { 'accept-encoding': 'gzip' } });
  await ask('in Brotli', { url: '/auth/button.min.js', headers: { 'accept-encoding': 'br' } });
  await ask('in no coding that there is', { url: '/auth/button.js', headers: { 'accept-encoding': 'identity;q=0' } });
  await ask('HEAD', { url: '/auth/button.min.js', method: 'HEAD' });
  await ask('POST is not served', { url: '/auth/button.min.js', method: 'POST' });
  await ask('at an account’s host', { url: '/auth/button.min.js', host: 'demo.accounts.test' });
});

const clientId = '0b0832f6-0000-4000-8000-00000000abcd';
const metadata = {
  name: 'Gull & Co',
  description: 'Sells <b>gulls</b>',
  redirect_uri: 'https://shop.test/callback?a=1',
  secrets_uri: 'https://shop.test/keys',
  scopes: 'crm, notifications',
};

const elements: Readonly<Record<string, Parameters<typeof clickButton>[1]>> = {
  'pristan_oauth with an id': { className: 'pristan_oauth', data: { clientId } },
  'amocrm_oauth with an id': { className: 'amocrm_oauth', data: { clientId } },
  'kommo_oauth with an id': { className: 'kommo_oauth', data: { clientId } },
  'kommo_oauth in Spanish': { className: 'kommo_oauth', data: { clientId, locale: 'es' } },
  'kommo_oauth in Portuguese': { className: 'kommo_oauth', data: { clientId, locale: 'pt-BR' } },
  'kommo_oauth in Indonesian': { className: 'kommo_oauth', data: { clientId, locale: 'id' } },
  'kommo_oauth in Russian': { className: 'kommo_oauth', data: { clientId, locale: 'ru' } },
  'pristan_oauth in Spanish': { className: 'pristan_oauth', data: { clientId, locale: 'es' } },
  'a state': { className: 'pristan_oauth', data: { clientId, state: 'a b&c=d' } },
  'a mode': { className: 'pristan_oauth', data: { clientId, mode: 'post_message' } },
  metadata: { className: 'pristan_oauth', data: metadata },
  'metadata with a logo and a challenge': {
    className: 'amocrm_oauth',
    data: { ...metadata, logo: 'https://shop.test/logo.png', handoverChallenge: 'A'.repeat(43) },
  },
  'metadata without a name': { className: 'pristan_oauth', data: { ...metadata, name: '' } },
  nothing: { className: 'pristan_oauth', data: {} },
};

journey('what a press does', async ({ add }) => {
  for (const name of ['button.js', 'button.min.js']) {
    const script = (await stand.platform.inject({ url: `/auth/${name}` })).body;
    for (const [about, element] of Object.entries(elements))
      add({ script: name, about, ...clickButton(script, element) });
    const element = { className: 'pristan_oauth', data: { clientId, state: 's' } };
    const success = { url: 'https://shop.test/callback?code=c' };
    const denial = { client_id: clientId, error: 'access_denied' };
    add({ script: name, about: 'the browser opens no window', ...clickButton(script, element, { blocked: true }) });
    add({ script: name, about: 'allowed', ...clickButton(script, element, { message: success }) });
    add({ script: name, about: 'denied', ...clickButton(script, element, { message: denial }) });
    add({
      script: name,
      about: 'no address',
      ...clickButton(script, element, { message: { url: 'javascript:alert(1)' } }),
    });
    const other = { ...denial, client_id: 'other' };
    add({ script: name, about: 'denied to another integration', ...clickButton(script, element, { message: other }) });
  }
});
