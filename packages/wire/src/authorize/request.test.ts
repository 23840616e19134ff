import { describe, expect, test } from 'vitest';
import { originOf, readAuthorizeRequest } from './request.ts';

const clientId = '0b0832f6-0000-4000-8000-00000000abcd';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const read = (query: string) => readAuthorizeRequest(query);
const problem = (query: string) => {
  const reading = readAuthorizeRequest(query);
  return reading.kind === 'problem' ? reading.problem : reading;
};

describe('an authorize request', () => {
  test('an authorize request needs only a client ID', () => {
    expect(read(`client_id=${clientId}`)).toEqual({ kind: 'request', request: { clientId } });
  });

  test('an authorize request from the stock button is read, with the origin of its unencoded page address', () => {
    expect(read(`state=s1&mode=popup&origin=https://shop.test:8443/pay?step=2&client_id=${clientId}`)).toEqual({
      kind: 'request',
      request: { clientId, stateRaw: 's1', mode: 'popup', openerOrigin: 'https://shop.test:8443' },
    });
  });

  test('an authorize request ignores parameters that generic OAuth clients add', () => {
    expect(
      read(
        `response_type=code&approval_prompt=auto&redirect_uri=https%3A%2F%2Felsewhere.test&scope=crm&grant_type=authorization_code&client_id=${clientId}`,
      ),
    ).toEqual({ kind: 'request', request: { clientId } });
  });

  test.each([['popup'], ['post_message']] as const)('an authorize request may have the mode %s', (mode) => {
    expect(read(`client_id=${clientId}&mode=${mode}`)).toEqual({ kind: 'request', request: { clientId, mode } });
  });

  test('an authorize request ignores an unknown mode', () => {
    expect(read(`client_id=${clientId}&mode=iframe`)).toEqual({ kind: 'request', request: { clientId } });
  });

  test.each([
    ['encoded', '%7B%22a%22%3A1%7D'],
    ['a plus', 'a+b'],
    ['a percent sign alone', '100%'],
    ['not UTF-8', '%FF%FE'],
    ['empty', ''],
    ['1 kB', 'x'.repeat(1024)],
    ['4,096 characters', '%20'.repeat(1365) + 'x'],
  ])('an authorize request keeps a state byte for byte: %s', (_what, state) => {
    expect(read(`client_id=${clientId}&state=${state}`)).toEqual({
      kind: 'request',
      request: { clientId, stateRaw: state },
    });
  });

  test('an authorize request with a state of more than 4,096 characters is unreadable', () => {
    expect(problem(`client_id=${clientId}&state=${'x'.repeat(4097)}`)).toBe('unreadable');
  });
});

describe('duplicate parameters of an authorize request', () => {
  test('the first state and mode of an authorize request take effect; later ones come from an unencoded origin', () => {
    expect(
      read(`state=ours&mode=popup&origin=https://shop.test/?a=1&state=theirs&mode=post_message&client_id=${clientId}`),
    ).toEqual({
      kind: 'request',
      request: { clientId, stateRaw: 'ours', mode: 'popup', openerOrigin: 'https://shop.test' },
    });
  });

  test.each(['client_id', 'redirect_uri', 'secrets_uri', 'code_challenge', 'code_challenge_method'])(
    'an authorize request with two different values of %s is a conflict',
    (name) => {
      expect(problem(`client_id=${clientId}&${name}=a&${name}=b`)).toBe('conflicting_parameters');
      expect(problem(`client_id=${clientId}&${name}=&${name}=b`)).toBe('conflicting_parameters');
    },
  );

  test('a parameter of an authorize request sent twice with the same value counts once, in any encoding', () => {
    expect(read(`client_id=${clientId}&client_id=${clientId.replace('-', '%2D')}`)).toEqual({
      kind: 'request',
      request: { clientId },
    });
  });

  test('a parameter of an authorize request with two different values in invalid UTF-8 is a conflict', () => {
    expect(problem(`client_id=${clientId}&redirect_uri=%FF&redirect_uri=%FE`)).toBe('conflicting_parameters');
  });

  test('a duplicate parameter of an authorize request is found under an encoded name too', () => {
    expect(problem(`client_id=${clientId}&client%5Fid=other`)).toBe('conflicting_parameters');
  });
});

describe('an authorize request that is refused', () => {
  test.each([
    ['no client ID', 'state=x', 'unknown_client'],
    ['an empty client ID', 'client_id=', 'unknown_client'],
    ['a client ID that is not UTF-8', 'client_id=%FF', 'unknown_client'],
    ['another response type', `client_id=${clientId}&response_type=token`, 'unsupported_response_type'],
    [
      'a challenge without a method, which would be plain',
      `client_id=${clientId}&code_challenge=${challenge}`,
      'unsupported_challenge',
    ],
    [
      'the method plain',
      `client_id=${clientId}&code_challenge=${challenge}&code_challenge_method=plain`,
      'unsupported_challenge',
    ],
    [
      'a challenge that is no SHA-256',
      `client_id=${clientId}&code_challenge=abc&code_challenge_method=S256`,
      'unsupported_challenge',
    ],
    ['an empty challenge', `client_id=${clientId}&code_challenge=&code_challenge_method=S256`, 'unsupported_challenge'],
  ])('an authorize request is refused with %s', (_what, query, expected) => {
    expect(problem(query)).toBe(expected);
  });

  test('an authorize request is accepted with an S256 challenge and an empty response type', () => {
    expect(read(`client_id=${clientId}&code_challenge=${challenge}&code_challenge_method=S256&response_type=`)).toEqual(
      {
        kind: 'request',
        request: { clientId, codeChallenge: challenge },
      },
    );
  });

  test('an authorize request reports a conflict before any other problem, so a forged second client ID is never looked up', () => {
    expect(problem('client_id=a&client_id=b&response_type=token')).toBe('conflicting_parameters');
    expect(problem('response_type=token&code_challenge=x')).toBe('unknown_client');
  });
});

describe('the origin of an address', () => {
  test.each([
    ['https://shop.test/a?b#c', 'https://shop.test'],
    ['https://shop.test:443', 'https://shop.test'],
    ['http://shop.localhost:4401/', 'http://shop.localhost:4401'],
    ['HTTPS://SHOP.test', 'https://shop.test'],
  ])('the origin of the address %s is %s', (address, origin) => {
    expect(originOf(address)).toBe(origin);
  });

  test.each([
    undefined,
    '',
    'shop.test',
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc',
    'https://user@shop.test',
    'https://:p@shop.test',
    'null',
  ])('no origin can be read from %s', (address) => {
    expect(originOf(address)).toBeUndefined();
  });
});
