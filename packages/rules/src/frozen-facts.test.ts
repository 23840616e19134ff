import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FrozenFact, FrozenFacts } from './frozen-facts.ts';
import { differsFromPublication, frozenFactNames, frozenFacts, hostsOfLinks } from './frozen-facts.ts';

const reviewed: FrozenFacts = {
  name: 'Acme Mail',
  developer: 'Acme',
  logoHash: 'a1',
  scopes: ['crm', 'notifications'],
  redirectUri: 'https://shop.test/callback',
  buttonOrigins: ['https://shop.test', 'https://www.shop.test'],
  disconnectUri: 'https://shop.test/bye',
  links: ['https://shop.test', 'mailto:help@shop.test'],
  widget: { number: 3, sha256: 'f3' },
};

function named(change: Partial<FrozenFacts>): readonly FrozenFact[] {
  return differsFromPublication({ ...reviewed, ...change }, reviewed).map(({ fact }) => fact);
}

/** A change of each frozen fact alone, with the difference it is reported as. */
const changes: readonly [FrozenFact, Partial<FrozenFacts>, readonly string[], readonly string[]][] = [
  ['name', { name: 'Acme Bank' }, ['Acme Mail'], ['Acme Bank']],
  ['developer', { developer: 'Evil' }, ['Acme'], ['Evil']],
  ['logo', { logoHash: 'b2' }, ['a1'], ['b2']],
  ['logo', { logoHash: undefined }, ['a1'], []],
  [
    'scopes',
    { scopes: ['crm', 'notifications', 'files'] },
    ['crm', 'notifications'],
    ['crm', 'notifications', 'files'],
  ],
  ['scopes', { scopes: ['crm'] }, ['crm', 'notifications'], ['crm']],
  [
    'redirect_uri',
    { redirectUri: 'https://shop.test/other' },
    ['https://shop.test/callback'],
    ['https://shop.test/other'],
  ],
  ['button_origins', { buttonOrigins: [] }, ['https://shop.test', 'https://www.shop.test'], []],
  ['disconnect_uri', { disconnectUri: undefined }, ['https://shop.test/bye'], []],
  ['link_hosts', { links: ['https://evil.test'] }, ['shop.test'], ['evil.test']],
  ['link_hosts', { links: ['https://shop.test', 'mailto:help@evil.test'] }, ['shop.test'], ['evil.test', 'shop.test']],
  ['widget', { widget: { number: 4, sha256: 'f4' } }, ['3'], ['4']],
  ['widget', { widget: { number: 3, sha256: 'f4' } }, ['3'], ['3']],
  ['widget', { widget: { number: 4, sha256: 'f3' } }, ['3'], ['4']],
  ['widget', { widget: undefined }, ['3'], []],
];

describe('the differences between an integration and its reviewed publication', () => {
  test.each(changes)(
    'a changed fact is reported as the difference %s alone when it becomes %o',
    (fact, change, before, now) => {
      expect(differsFromPublication({ ...reviewed, ...change }, reviewed)).toEqual([{ fact, reviewed: before, now }]);
    },
  );

  test('each frozen fact has a test of its difference', () => {
    expect(new Set(changes.map(([fact]) => fact))).toEqual(new Set(frozenFactNames));
  });

  test('the differences from the publication contain every changed fact, the redirect URI first', () => {
    expect(named(Object.assign({}, ...changes.map(([, change]) => change)))).toEqual([
      'redirect_uri',
      'scopes',
      'developer',
      'name',
      'logo',
      'button_origins',
      'disconnect_uri',
      'link_hosts',
      'widget',
    ]);
  });

  test('an integration without frozen facts has no differences', () => {
    expect(differsFromPublication(reviewed, undefined)).toEqual([]);
  });

  test('another order of scopes and origins is no difference from the publication', () => {
    expect(
      named({ scopes: ['notifications', 'crm'], buttonOrigins: ['https://www.shop.test', 'https://shop.test'] }),
    ).toEqual([]);
  });

  test('a new path on the same linked host is no difference from the publication', () => {
    expect(named({ links: ['http://shop.test', 'https://SHOP.test', 'https://sales@shop.test'] })).toEqual([]);
  });

  test('facts read back from JSON have no differences from the publication', () => {
    const bare: FrozenFacts = { ...reviewed, logoHash: undefined, disconnectUri: undefined, widget: undefined };
    const stored = JSON.parse(JSON.stringify(bare)) as FrozenFacts;
    expect(differsFromPublication(bare, stored)).toEqual([]);
  });
});

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const origins = fc.uniqueArray(
  word.map((host) => `https://${host}.test`),
  { maxLength: 4 },
);
const anyFacts: fc.Arbitrary<FrozenFacts> = fc.record({
  name: word,
  developer: word,
  logoHash: fc.option(word, { nil: undefined }),
  scopes: fc.uniqueArray(fc.constantFrom('crm', 'files', 'notifications'), { maxLength: 3 }),
  redirectUri: word.map((host) => `https://${host}.test/callback`),
  buttonOrigins: origins,
  disconnectUri: fc.option(fc.webUrl(), { nil: undefined }),
  links: origins,
  widget: fc.option(fc.record({ number: fc.integer({ min: 1, max: 100 }), sha256: word }), { nil: undefined }),
});

const memberOf: Readonly<Record<FrozenFact, keyof FrozenFacts>> = {
  redirect_uri: 'redirectUri',
  scopes: 'scopes',
  developer: 'developer',
  name: 'name',
  logo: 'logoHash',
  button_origins: 'buttonOrigins',
  disconnect_uri: 'disconnectUri',
  link_hosts: 'links',
  widget: 'widget',
};

describe('the differences of any integration from its publication', () => {
  test('the differences from the publication contain a frozen fact exactly when it was edited', () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, fc.subarray([...frozenFactNames]), (before, other, edited) => {
        const now = { ...before, ...Object.fromEntries(edited.map((fact) => [memberOf[fact], other[memberOf[fact]]])) };
        const sorted = (value: unknown) =>
          JSON.stringify(Array.isArray(value) ? value.map(String).toSorted() : (value ?? null));
        const changed = frozenFactNames.filter(
          (fact) => sorted(now[memberOf[fact]]) !== sorted(before[memberOf[fact]]),
        );
        expect(differsFromPublication(now, before).map(({ fact }) => fact)).toEqual(changed);
      }),
    );
  });

  test('an edit of descriptions alone is no difference from the publication', () => {
    const beside = { developer: 'Acme', links: reviewed.links, widget: reviewed.widget };
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.constantFrom('ru' as const, 'en' as const),
        (summary, html, language) => {
          const fields = { ...reviewed, summary: '', descriptionHtml: '', language: 'ru' as const };
          const edited = { ...fields, summary, descriptionHtml: html, language };
          expect(differsFromPublication(frozenFacts(edited, beside), frozenFacts(fields, beside))).toEqual([]);
        },
      ),
    );
  });
});

describe('the hosts that links lead to', () => {
  test.each([
    ['https://shop.test', 'shop.test'],
    ['HTTPS://Shop.Test', 'shop.test'],
    ['https://shop.test:8443', 'shop.test:8443'],
    ['https://shop.test:443', 'shop.test'],
    ['https://shop.test@evil.test', 'evil.test'],
    ['https:evil.test', 'evil.test'],
    ['http:evil.test', 'evil.test'],
    ['https:\\\\evil.test', 'evil.test'],
    ['//evil.test', 'evil.test'],
    ['https://%65vil.test', 'evil.test'],
    ['ht\ttps://ev\nil.test', 'evil.test'],
    ['https://пристань.test', 'xn--80apqffhh6f.test'],
    ['https://0x7f.1', '127.0.0.1'],
    ['mailto:help@Shop.test', 'shop.test'],
    ['mailto:help%40shop.test', 'shop.test'],
  ])('the link %j leads to the host %s', (link, host) => {
    expect(hostsOfLinks([link])).toEqual([host]);
  });

  test('the hosts of links include every address of a mailto link, and every host once', () => {
    expect(hostsOfLinks(['mailto:a@b.test,c@a.test', 'https://a.test', 'https://a.test'])).toEqual([
      'a.test',
      'b.test',
    ]);
  });

  test.each(['/about', '#top', 'https://', 'mailto:'])('the link %j leads to no host', (link) => {
    expect(hostsOfLinks([link])).toEqual([]);
  });
});
