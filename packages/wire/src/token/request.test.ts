import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTokenForm, readTokenJson, tokenRequestMembers } from './request.ts';

const fieldsOf = (body: ReturnType<typeof readTokenForm>) => (body.kind === 'unreadable' ? {} : body.fields);

describe('the form body of a token request', () => {
  test('a form body returns the known members, decoded, and ignores the rest', () => {
    expect(
      readTokenForm('grant_type=refresh_token&client_id=a%2Db&client_secret=x+y%26&refresh_token=r&scope=crm&status=1'),
    ).toEqual({
      kind: 'fields',
      fields: { grant_type: 'refresh_token', client_id: 'a-b', client_secret: 'x y&', refresh_token: 'r' },
    });
  });

  test('an empty value in a form body counts as absent', () => {
    expect(readTokenForm('code=&client_id=&grant_type=authorization_code')).toEqual({
      kind: 'fields',
      fields: { grant_type: 'authorization_code' },
    });
  });

  test.each(tokenRequestMembers)('a form body with %s twice is a duplicate, even with the same value', (member) => {
    expect(readTokenForm(`${member}=1&${member}=1`)).toMatchObject({ kind: 'duplicate', member });
    expect(readTokenForm(`${member}=&${member}=1`)).toMatchObject({ kind: 'duplicate', member });
  });

  test('a form body with several duplicates names the first repetition, and keeps the first values', () => {
    expect(readTokenForm('grant_type=refresh_token&code=1&redirect_uri=2&redirect_uri=3&code=4')).toEqual({
      kind: 'duplicate',
      member: 'redirect_uri',
      fields: { grant_type: 'refresh_token', code: '1', redirect_uri: '2' },
    });
  });

  test('a form body may repeat unknown members', () => {
    expect(readTokenForm('scope=a&scope=b&code=c')).toEqual({ kind: 'fields', fields: { code: 'c' } });
  });

  test('a form body is read by the URL standard’s parser, whatever its characters', () => {
    const piece = fc.constantFrom('grant_type', 'code', '=', '&', '?', '+', '%', '%2B', '%zz', '%D0%B6', 'ж', ' ', '#');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const body = pieces.join('');
        const [first] = [...new URLSearchParams(body)].filter(([name]) => name === 'code');
        expect(fieldsOf(readTokenForm(body)).code).toBe(first?.[1] === '' ? undefined : first?.[1]);
      }),
    );
  });

  test('a form body returns every value exactly as it was encoded', () => {
    const text = fc.string({ unit: fc.constantFrom(...'aZ9 +&=%#?/\\"\0\nжé✓🙂'), minLength: 1 });
    const values = fc.record({ code: text, redirect_uri: text, client_secret: text });
    fc.assert(
      fc.property(values, (fields) => {
        expect(readTokenForm(new URLSearchParams(fields).toString())).toEqual({ kind: 'fields', fields });
      }),
    );
  });
});

describe('the JSON body of a token request', () => {
  test('a JSON body returns the known members; null and the empty string count as absent', () => {
    expect(
      readTokenJson({
        grant_type: 'authorization_code',
        code: 'c',
        redirect_uri: null,
        client_id: '',
        scope: ['crm'],
        extra: 1,
      }),
    ).toEqual({ kind: 'fields', fields: { grant_type: 'authorization_code', code: 'c' } });
  });

  test.each([
    ['a string', 'grant_type=x'],
    ['null', null],
    ['an array', []],
    ['a number', 7],
    ['a boolean', true],
  ])('a JSON body that is %s is unreadable', (_what, body) => {
    expect(readTokenJson(body)).toEqual({ kind: 'unreadable' });
  });

  test.each([[12], [true], [['c']], [{ c: 1 }]])('a JSON body with %j as a member’s value is unreadable', (code) => {
    expect(readTokenJson({ grant_type: 'authorization_code', code })).toEqual({ kind: 'unreadable' });
  });

  test('a JSON body is read for its own members only, never inherited ones', () => {
    expect(readTokenJson(JSON.parse('{"__proto__":{"code":"c"},"constructor":"x"}'))).toEqual({
      kind: 'fields',
      fields: {},
    });
  });
});
