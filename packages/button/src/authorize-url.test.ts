import { describe, expect, it } from 'vitest';
import { authorizeUrl, subjectOf } from './authorize-url.ts';

const description = {
  name: 'Acme Mail & Co',
  description: '50% быстрее',
  redirect_uri: 'https://acme.example/back?a=1&b=2',
  secrets_uri: 'https://acme.example/keys',
  scopes: 'crm, notifications,',
};

describe('what a tag asks to connect', () => {
  it('is the integration it names, whatever else it describes', () => {
    expect(subjectOf({ ...description, clientId: 'id-1' })).toEqual([['client_id', 'id-1']]);
  });

  it('is the description, each scope apart, in the order of the contract', () => {
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

  it.each(['name', 'description', 'redirect_uri', 'secrets_uri', 'scopes'])('is nothing without %s', (missing) => {
    expect(subjectOf({ ...description, [missing]: undefined })).toBeUndefined();
    expect(subjectOf({ ...description, [missing]: '' })).toBeUndefined();
  });

  it('is nothing when the scopes are only commas', () => {
    expect(subjectOf({ ...description, scopes: ' , ' })).toBeUndefined();
  });
});

describe('the authorize address', () => {
  it('encodes every value, so that none bleeds into the next', () => {
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

  it('takes half a surrogate pair without failing', () => {
    expect(authorizeUrl('https://p.example', [['name', 'a\ud800b😀']])).toBe(
      'https://p.example/oauth?name=a%EF%BF%BDb%F0%9F%98%80',
    );
  });
});
