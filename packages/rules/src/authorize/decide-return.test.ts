import type { AuthorizeRequest } from '@pristan/wire';
import { describe, expect, test } from 'vitest';
import { decideDenial, decideReturn } from './decide-return.ts';

const clientId = '0b0832f6-0000-4000-8000-00000000abcd';
const location = 'https://shop.test/cb?code=c&state=s';
const integration = { clientId, redirectUri: 'https://shop.test/cb', buttonOrigins: ['https://www.shop.test'] };

const asked = (request: Partial<AuthorizeRequest>): AuthorizeRequest => ({ clientId, ...request });
const redirect = { kind: 'redirect', location };

describe('the way back after Allow', () => {
  test.each(['https://shop.test', 'https://www.shop.test'])(
    'after Allow, a popup posts the code to its opener at %s, and to no other origin',
    (openerOrigin) => {
      expect(decideReturn(asked({ mode: 'popup', openerOrigin }), integration, location)).toEqual({
        kind: 'message',
        targetOrigin: openerOrigin,
        message: { url: location },
        location,
      });
    },
  );

  test.each([
    ['another host', 'https://evil.test'],
    ['another scheme', 'http://shop.test'],
    ['another port', 'https://shop.test:8443'],
    ['a host with the same beginning', 'https://shop.test.evil.test'],
    ['a subdomain', 'https://a.shop.test'],
  ])('after Allow, an opener at %s gets no code: the popup window itself is redirected', (_what, openerOrigin) => {
    expect(decideReturn(asked({ mode: 'popup', openerOrigin }), integration, location)).toEqual(redirect);
  });

  test.each([
    ['post_message', { mode: 'post_message', openerOrigin: 'https://shop.test' }],
    ['no mode', { openerOrigin: 'https://shop.test' }],
    ['no origin', { mode: 'popup' }],
    ['nothing', {}],
  ] as const)('after Allow, a request with %s redirects the window itself', (_what, request) => {
    expect(decideReturn(asked(request), integration, location)).toEqual(redirect);
  });

  test('after Allow, a redirect URI without an origin trusts no opener', () => {
    expect(
      decideReturn(
        asked({ mode: 'popup', openerOrigin: 'null' }),
        { ...integration, redirectUri: 'data:,x' },
        location,
      ),
    ).toEqual(redirect);
  });
});

describe('the way back after Deny', () => {
  const away = `https://shop.test/cb?error=access_denied&client_id=${clientId}`;

  test.each(['popup', 'post_message'] as const)(
    'after Deny, an opener at any origin gets the message, which holds no secret (%s)',
    (mode) => {
      expect(decideDenial(asked({ mode, openerOrigin: 'https://anybody.test' }), integration)).toEqual({
        kind: 'message',
        targetOrigin: 'https://anybody.test',
        message: { client_id: clientId, error: 'access_denied' },
        location: away,
      });
    },
  );

  test.each([
    ['no mode', { openerOrigin: 'https://shop.test' }],
    ['no origin', { mode: 'popup' }],
  ] as const)('after Deny, a request with %s sends the window to the redirect URI', (_what, request) => {
    expect(decideDenial(asked(request), integration)).toEqual({ kind: 'redirect', location: away });
  });

  test('after Deny, the `state` is returned byte for byte', () => {
    expect(decideDenial(asked({ stateRaw: 'a+b%20c' }), integration)).toEqual({
      kind: 'redirect',
      location: `${away}&state=a+b%20c`,
    });
  });
});
