import { describe, expect, test } from 'vitest';
import { isExternalQuery, readExternalRequest } from './external.ts';
import { formatSecretsBody, readPull } from './secrets.ts';

const query =
  'state=s%201&mode=popup&origin=https%3A%2F%2Fshop.test&name=Shop&description=A%20shop' +
  '&redirect_uri=https%3A%2F%2Fshop.test%2Fcb&secrets_uri=https%3A%2F%2Fshop.test%2Fkeys&scopes[]=crm&scopes[]=notifications';

describe('a metadata button', () => {
  test('is read in the form that the stock script writes', () => {
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

  test('accepts its scopes in each of three spellings', () => {
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
    'without %s is refused, naming that parameter',
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

  test('is refused with two different receivers; one receiver sent twice is accepted', () => {
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
  ])('with an unusable %s is refused, naming that parameter', (member, addition) => {
    const asked = addition.slice(1) + '&' + query.replace(/state=[^&]*&/, '');
    expect(readExternalRequest(asked)).toEqual({ kind: 'problem', problem: 'member_malformed', member });
  });

  test('with a client id is an ordinary authorize request', () => {
    expect(isExternalQuery(`${query}&client_id=0b0832f6-0000-4000-8000-00000000abcd`)).toBe(false);
  });
});

describe('the secrets hand-over', () => {
  test.each([
    [undefined, null],
    ['', ''],
    ['a+b%2Bc%20%D0%B9', 'a b+c й'],
    ['%FF', '%FF'],
  ])('sends the state %j as %j', (stateRaw, state) => {
    expect(formatSecretsBody({ clientId: 'id', clientSecret: 'key', stateRaw })).toEqual({
      client_id: 'id',
      client_secret: 'key',
      state,
    });
  });

  test('requires a secrets code and a PKCE verifier for a pull', () => {
    const verifier = 'v'.repeat(43);
    expect(readPull({ secrets_code: 'c', verifier, more: 1 })).toEqual({ secretsCode: 'c', verifier });
    expect(readPull({ verifier })).toEqual({ problem: 'secrets_code' });
    expect(readPull({ secrets_code: 'c', verifier: 'v'.repeat(42) })).toEqual({ problem: 'verifier' });
    expect(readPull({ secrets_code: 'c', verifier: [verifier] })).toEqual({ problem: 'verifier' });
  });
});
