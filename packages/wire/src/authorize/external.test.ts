import { describe, expect, test } from 'vitest';
import { isExternalQuery, readExternalRequest } from './external.ts';
import { formatSecretsBody, readPull } from './secrets.ts';

const query =
  'state=s%201&mode=popup&origin=https%3A%2F%2Fshop.test&name=Shop&description=A%20shop' +
  '&redirect_uri=https%3A%2F%2Fshop.test%2Fcb&secrets_uri=https%3A%2F%2Fshop.test%2Fkeys&scopes[]=crm&scopes[]=notifications';

describe('the request of a metadata button', () => {
  test('a metadata button’s request is read in the form that the stock script writes', () => {
    expect(isExternalQuery(query)).toBe(true);
    expect(readExternalRequest(`${query}&logo=null`)).toEqual({
      kind: 'request',
      request: {
        name: 'Shop',
        description: 'A shop',
        redirectUri: 'https://shop.test/cb',
        secretsUri: 'https://shop.test/keys',
        scopes: ['crm', 'notifications'],
        stateRaw: 's%201',
        mode: 'popup',
        openerOrigin: 'https://shop.test',
      },
    });
  });

  test('a metadata button’s request may spell its scopes in three ways', () => {
    const bare = query.replace(/&scopes.*$/, '');
    for (const spelling of [
      '&scopes%5B%5D=crm&scopes%5B%5D=notifications',
      '&scopes=crm,notifications',
      '&scopes[]=crm,%20notifications,crm',
    ]) {
      expect(readExternalRequest(bare + spelling)).toMatchObject({ request: { scopes: ['crm', 'notifications'] } });
    }
  });

  test.each(['name', 'description', 'redirect_uri', 'secrets_uri'])(
    'a metadata button’s request without %s is refused, naming that parameter',
    (member) => {
      const without = query.replace(new RegExp(`&${member}=[^&]*`), '');
      expect(readExternalRequest(without)).toEqual({ kind: 'problem', problem: 'member_missing', member });
      expect(readExternalRequest(`${without}&${member}=%20`)).toEqual({
        kind: 'problem',
        problem: 'member_missing',
        member,
      });
    },
  );

  test('a metadata button’s request is refused with two different receivers; one receiver sent twice is accepted', () => {
    expect(readExternalRequest(`${query}&secrets_uri=https%3A%2F%2Fevil.test`)).toEqual({
      kind: 'problem',
      problem: 'conflicting_parameters',
      member: 'secrets_uri',
    });
    expect(readExternalRequest(`${query}&secrets_uri=https%3A%2F%2Fshop.test%2Fkeys`).kind).toBe('request');
  });

  test.each([
    ['handover_challenge', '&handover_challenge=short'],
    ['state', `&state=${'x'.repeat(4097)}`],
  ])('a metadata button’s request with an unusable %s is refused, naming that parameter', (member, addition) => {
    const asked = addition.slice(1) + '&' + query.replace(/state=[^&]*&/, '');
    expect(readExternalRequest(asked)).toEqual({ kind: 'problem', problem: 'member_malformed', member });
  });

  test('a metadata button’s request with a client ID is an ordinary authorize request', () => {
    expect(isExternalQuery(`${query}&client_id=0b0832f6-0000-4000-8000-00000000abcd`)).toBe(false);
  });
});

describe('the handover of keys to an external integration', () => {
  test.each([
    [undefined, null],
    ['', ''],
    ['a+b%2Bc%20%D0%B9', 'a b+c й'],
    ['%FF', '%FF'],
  ])('the secrets hook sends the button’s state %j as %j', (stateRaw, state) => {
    expect(formatSecretsBody({ clientId: 'id', clientSecret: 'key', stateRaw })).toEqual({
      client_id: 'id',
      client_secret: 'key',
      state,
    });
  });

  test('a pull of the keys requires a secrets code and a PKCE verifier', () => {
    const verifier = 'v'.repeat(43);
    expect(readPull({ secrets_code: 'c', verifier, more: 1 })).toEqual({ secretsCode: 'c', verifier });
    expect(readPull({ verifier })).toEqual({ problem: 'secrets_code' });
    expect(readPull({ secrets_code: 'c', verifier: 'v'.repeat(42) })).toEqual({ problem: 'verifier' });
    expect(readPull({ secrets_code: 'c', verifier: [verifier] })).toEqual({ problem: 'verifier' });
  });
});
