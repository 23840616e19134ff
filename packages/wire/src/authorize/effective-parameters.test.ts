import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isExternalQuery, readExternalRequest } from './external.ts';
import { readAuthorizeRequest } from './request.ts';

const clientId = '0b0832f6-0000-4000-8000-00000000abcd';
const theirs = 'ffffffff-0000-4000-8000-00000000abcd';
const metadata =
  'name=Shop CRM&description=30% more&redirect_uri=https://shop.test/cb&secrets_uri=https://shop.test/keys&logo=null&scopes[]=crm&scopes[]=notifications';

/** A query as the stock button script builds it: only the browser encodes characters. */
const written = (page: string, own: string) => `state=S&mode=popup&origin=${page}&${own}`.replaceAll(' ', '%20');

const shopCrm = {
  kind: 'request',
  request: {
    name: 'Shop CRM',
    description: '30% more',
    redirectUri: 'https://shop.test/cb',
    secretsUri: 'https://shop.test/keys',
    scopes: ['crm', 'notifications'],
    stateRaw: 'S',
    mode: 'popup',
    openerOrigin: 'https://shop.test',
  },
};
const existing = {
  kind: 'request',
  request: { clientId, stateRaw: 'S', mode: 'popup', openerOrigin: 'https://shop.test' },
};

const ourNames = [
  'client_id',
  'name',
  'description',
  'redirect_uri',
  'secrets_uri',
  'logo',
  'scopes',
  'scopes[]',
  'scopes[0]',
  'state',
  'mode',
  'origin',
  'response_type',
  'code_challenge',
  'code_challenge_method',
  'handover_challenge',
  'scope',
  'request',
  'account_id',
];

describe('the unencoded page address of a stock button', () => {
  test.each([
    ['no query', ''],
    ['a query with a name', '?utm=1&name=John'],
    ['the client ID of another integration', `?client_id=${theirs}`],
    [
      'all parameters of another button',
      `?a=1&${metadata.replace('Shop CRM', 'Evil').replaceAll('shop.test', 'evil.test')}`,
    ],
    ['a list as PHP writes it', '?scopes[0]=files&scopes[]=all&a[b][c]=1'],
    ['percent signs', '?q=100%&r=%zz&s=%'],
    ['plus signs', '?q=a+b+%2B'],
    ['an encoded fragment', '?q=%23&client_id=%23'],
    ['bytes of windows-1251', '?name=%CF%F0%E8%F1%F2%E0%ED%FC&client_id=%FF'],
    ['NUL', '?name=%00&client_id=%00'],
    ['another response type', '?response_type=token&code_challenge=x&code_challenge_method=plain&handover_challenge=x'],
    ['a path with the names of request parameters', `/a&client_id=${theirs}&name=x&secrets_uri=https://evil.test/`],
  ])('a stock button’s page address may contain %s; the request is still the one of the script', (_what, query) => {
    const page = `https://shop.test/pay${query}`;
    expect(isExternalQuery(written(page, metadata))).toBe(true);
    expect(readExternalRequest(written(page, metadata))).toEqual(shopCrm);
    expect(isExternalQuery(written(page, `client_id=${clientId}`))).toBe(false);
    expect(readAuthorizeRequest(written(page, `client_id=${clientId}`))).toEqual(existing);
  });

  test('a stock button’s page address may contain any parameters; the request is still the one of the script', () => {
    const value = fc.oneof(
      fc.constantFrom(theirs, clientId, 'token', 'https://evil.test/', 'crm', '%', '%FF', '%00', '', 'null', 'S256'),
      fc.string({ unit: 'binary-ascii', maxLength: 20 }),
      fc.string({ unit: 'grapheme', maxLength: 10 }).map(encodeURIComponent),
    );
    const name = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...ourNames) },
      fc.string({ unit: 'binary-ascii', maxLength: 8 }),
    );
    // A page address ends at its fragment: the browser never sends the part after a `#`.
    const query = fc.array(fc.tuple(name, value), { maxLength: 12 }).map((pairs) =>
      pairs
        .map(([key, text]) => `${key}=${text}`)
        .join('&')
        .replaceAll('#', '%23'),
    );
    const joint = fc.constantFrom('?', '/?', '?&', '/&', '?x=1&');
    fc.assert(
      fc.property(query, joint, (theirQuery, between) => {
        const page = `https://shop.test/pay${between}${theirQuery}`;
        expect(readExternalRequest(written(page, metadata))).toEqual(shopCrm);
        expect(isExternalQuery(written(page, metadata))).toBe(true);
        expect(readAuthorizeRequest(written(page, `client_id=${clientId}`))).toEqual(existing);
        expect(isExternalQuery(written(page, `client_id=${clientId}`))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test('a stock button’s page address is not read as a request when the script adds no parameters of its own', () => {
    expect(readAuthorizeRequest(written('https://shop.test/?name=John', ''))).toEqual({
      kind: 'problem',
      problem: 'unknown_client',
    });
    expect(isExternalQuery(written('https://shop.test/?name=John', ''))).toBe(false);
  });
});

describe('the parameters of a metadata button', () => {
  test('a metadata button may have a client ID in the query of its own redirect URI', () => {
    const own = metadata.replace('https://shop.test/cb', `https://shop.test/cb?tenant=1&client_id=${theirs}`);
    expect(readExternalRequest(written(`https://shop.test/?client_id=${theirs}`, own))).toEqual({
      ...shopCrm,
      request: { ...shopCrm.request, redirectUri: 'https://shop.test/cb?tenant=1' },
    });
  });

  test('a metadata button is refused when its own parameters name two receivers of the keys', () => {
    const own = `${metadata}&secrets_uri=https://evil.test/keys`;
    expect(readExternalRequest(written('https://shop.test/', own))).toEqual({
      kind: 'problem',
      problem: 'conflicting_parameters',
      member: 'secrets_uri',
    });
  });

  test.each([
    'scopes=crm,notifications',
    'scopes[0]=crm&scopes[1]=notifications',
    'scopes%5B0%5D=crm&scopes[]=notifications',
  ])('a metadata button may write its scopes as %s', (scopes) => {
    const own = metadata.replace(/scopes\[\]=crm.*$/, scopes);
    expect(readExternalRequest(written('https://shop.test/', own))).toEqual(shopCrm);
  });

  test.each([
    ['%CF%F0', 'invalid UTF-8'],
    ['a%00b', 'NUL'],
    ['a%E2%80%AEb', 'a direction character'],
  ])('a metadata button with the name %s (%s) is refused, naming that parameter', (bytes) => {
    const own = metadata.replace('Shop CRM', bytes);
    expect(readExternalRequest(written('https://shop.test/', own))).toEqual({
      kind: 'problem',
      problem: 'member_malformed',
      member: 'name',
    });
  });
});

describe('an authorize request with its client ID or metadata before the origin', () => {
  test('a client ID before the origin takes effect; everything after the origin belongs to the page address', () => {
    const query = `client_id=${clientId}&state=S&mode=popup&origin=https://shop.test/?a=1&client_id=${theirs}&state=T&${metadata}`;
    expect(readAuthorizeRequest(query)).toEqual(existing);
    expect(isExternalQuery(query)).toBe(false);
  });

  test.each(['client_id', 'redirect_uri', 'secrets_uri'])(
    'a request with two different values of %s before the origin is a conflict',
    (name) => {
      const query = `client_id=${clientId}&${name}=a&${name}=b&origin=https://shop.test/`;
      expect(readAuthorizeRequest(query)).toEqual({ kind: 'problem', problem: 'conflicting_parameters' });
    },
  );
});

describe('an encoded origin of an authorize request', () => {
  const origin = `origin=${encodeURIComponent('https://shop.test/?a=1&client_id=x#y')}`;

  test('an encoded origin contains the whole page address, so the parameters after it are the request', () => {
    expect(readAuthorizeRequest(`${origin}&state=S&mode=popup&client_id=${clientId}`)).toEqual(existing);
  });

  test('an encoded origin drops no parameters: two different client IDs after it are a conflict', () => {
    expect(readAuthorizeRequest(`${origin}&client_id=${theirs}&client_id=${clientId}`)).toEqual({
      kind: 'problem',
      problem: 'conflicting_parameters',
    });
  });
});
