import { describe, expect, it } from 'vitest';
import { authorizePath, authorizeUrl, subjectOf } from './authorize-url.ts';

const description = {
  name: 'Acme Mail & Co',
  description: '50% быстрее',
  redirect_uri: 'https://acme.example/back?a=1&b=2',
  secrets_uri: 'https://acme.example/keys',
  scopes: 'crm, notifications,',
};

describe('the subject of a tag', () => {
  it('is the integration it names, whatever else it describes', () => {
    expect(subjectOf({ ...description, clientId: 'id-1' })).toEqual([['client_id', 'id-1']]);
  });

  it('is its description, with one parameter per scope, in the contract’s order', () => {
    expect(subjectOf({ ...description, logo: 'https://acme.example/l.png', handoverChallenge: 'ch' })).toEqual([
      ['name', 'Acme Mail & Co'],
      ['description', '50% быстрее'],
      ['redirect_uri', 'https://acme.example/back?a=1&b=2'],
      ['secrets_uri', 'https://acme.example/keys'],
      ['logo', 'https://acme.example/l.png'],
      ['scopes[]', 'crm'],
      ['scopes[]', 'notifications'],
      ['handover_challenge', 'ch'],
    ]);
  });

  it('has no logo when the tag has none', () => {
    expect(subjectOf(description)?.map(([name]) => name)).not.toContain('logo');
  });

  it.each(['name', 'description', 'redirect_uri', 'secrets_uri', 'scopes'])('is undefined without %s', (missing) => {
    expect(subjectOf({ ...description, [missing]: undefined })).toBeUndefined();
    expect(subjectOf({ ...description, [missing]: '' })).toBeUndefined();
  });

  it('is undefined when the scopes are only commas', () => {
    expect(subjectOf({ ...description, scopes: ' , ' })).toBeUndefined();
  });
});

describe('the authorize URL', () => {
  it('encodes every value, so that none becomes a parameter of its own', () => {
    const url = authorizeUrl('https://platform.example', [
      ['state', 'a&client_id=evil#x'],
      ['origin', 'https://shop.example/?q=1&mode=popup#top'],
      ['scopes[]', 'crm'],
    ]);
    expect(url).toBe(
      'https://platform.example/oauth?state=a%26client_id%3Devil%23x' +
        '&origin=https%3A%2F%2Fshop.example%2F%3Fq%3D1%26mode%3Dpopup%23top&scopes[]=crm',
    );
  });

  it('accepts an unpaired surrogate', () => {
    expect(authorizeUrl('https://p.example', [['name', 'a\ud800b😀']])).toBe(
      'https://p.example/oauth?name=a%EF%BF%BDb%F0%9F%98%80',
    );
  });
});

describe('the authorize path', () => {
  it.each([
    ['kommo', 'en', '/oauth'],
    ['kommo', 'es', '/es/oauth'],
    ['kommo', 'pt', '/br/oauth'],
    ['kommo', 'id', '/id/oauth'],
    ['kommo', 'ru', '/ru/oauth'],
    ['amocrm', 'es', '/oauth'],
    ['pristan', 'pt', '/oauth'],
  ] as const)('of a button of %s in %s is %s', (dialect, locale, path) => {
    expect(authorizePath(dialect, locale)).toBe(path);
    expect(authorizeUrl('https://p.example', [['client_id', 'x']], path)).toBe(`https://p.example${path}?client_id=x`);
  });
});
