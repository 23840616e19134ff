import { describe, expect, it } from 'vitest';
import { authorizePath, authorizeUrl, integrationParameters } from './authorize-url.ts';

const description = {
  name: 'Acme Mail & Co',
  description: '50% быстрее',
  redirect_uri: 'https://acme.example/back?a=1&b=2',
  secrets_uri: 'https://acme.example/keys',
  scopes: 'crm, notifications,',
};

describe('the integration that a button’s script tag names or describes', () => {
  it('a tag with a client ID names that integration, whatever else it describes', () => {
    expect(integrationParameters({ ...description, clientId: 'id-1' })).toEqual([['client_id', 'id-1']]);
  });

  it('a tag without a client ID gives its description, with one parameter per scope, in the contract’s order', () => {
    expect(
      integrationParameters({ ...description, logo: 'https://acme.example/l.png', handoverChallenge: 'ch' }),
    ).toEqual([
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

  it('the description of an integration has no logo when the tag has none', () => {
    expect(integrationParameters(description)?.map(([name]) => name)).not.toContain('logo');
  });

  it.each(['name', 'description', 'redirect_uri', 'secrets_uri', 'scopes'])(
    'a tag without a client ID and without %s describes no integration',
    (missing) => {
      expect(integrationParameters({ ...description, [missing]: undefined })).toBeUndefined();
      expect(integrationParameters({ ...description, [missing]: '' })).toBeUndefined();
    },
  );

  it('a tag whose scopes are only commas describes no integration', () => {
    expect(integrationParameters({ ...description, scopes: ' , ' })).toBeUndefined();
  });
});

describe('the URL of the authorize page', () => {
  it('the authorize URL encodes every value, so that no value adds a parameter of its own', () => {
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

  it('the authorize URL accepts an unpaired surrogate in a value', () => {
    expect(authorizeUrl('https://p.example', [['name', 'a\ud800b😀']])).toBe(
      'https://p.example/oauth?name=a%EF%BF%BDb%F0%9F%98%80',
    );
  });
});

describe('the path of the authorize page', () => {
  it.each([
    ['kommo', 'en', '/oauth'],
    ['kommo', 'es', '/es/oauth'],
    ['kommo', 'pt', '/br/oauth'],
    ['kommo', 'id', '/id/oauth'],
    ['kommo', 'ru', '/ru/oauth'],
    ['amocrm', 'es', '/oauth'],
    ['pristan', 'pt', '/oauth'],
  ] as const)('the authorize path of a %s button in the language %s is %s', (dialect, locale, path) => {
    expect(authorizePath(dialect, locale)).toBe(path);
    expect(authorizeUrl('https://p.example', [['client_id', 'x']], path)).toBe(`https://p.example${path}?client_id=x`);
  });
});
