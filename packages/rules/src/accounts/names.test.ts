import { describe, expect, test } from 'vitest';
import { decideRename } from './decide-rename.ts';
import { isPersonName, normalizeEmail, passwordProblem, subdomainProblem } from './names.ts';
import { resetBuckets, signInBuckets } from './throttle.ts';

const now = 1_800_000_000_000;

describe('subdomains', () => {
  test.each(['www', 'auth', 'api', 'api-eu', 'apis', 'xn--80ak6aa92e', 'gate'])('%s is reserved', (name) => {
    expect(subdomainProblem(name, 'gate')).toBe('reserved');
  });

  test.each(['', '-a', 'a-', 'A', 'a.b', 'a_b', 'a'.repeat(64), 'пристань', 'a b'])('%o can be none', (name) => {
    expect(subdomainProblem(name, 'api')).toBe('malformed');
  });

  test.each(['a', '0', 'demo', 'my-shop-24', 'a'.repeat(63), 'wwww', 'authors'])('%s will do', (name) => {
    expect(subdomainProblem(name, 'api')).toBeUndefined();
  });
});

describe('renaming an account', () => {
  const account = { accountId: 7, subdomain: 'old', takenBy: undefined };
  const to = {
    subdomain: 'new',
    apiLabel: 'api',
    actor: { as: 'operator', userId: undefined, address: undefined },
  } as const;

  test.each([
    ['unknown', undefined, to],
    ['malformed', account, { ...to, subdomain: '-' }],
    ['reserved', account, { ...to, subdomain: 'www' }],
    ['taken', { ...account, takenBy: 8 }, to],
  ] as const)('%s', (reason, facts, asked) => {
    expect(decideRename(facts, asked, now)).toEqual({ outcome: { kind: 'refuse', reason }, changes: [] });
  });

  test('an account may take a name back that it had, and keeps the one it has', () => {
    expect(decideRename({ ...account, takenBy: 7 }, to, now).changes).toMatchObject([
      { kind: 'account_renamed', accountId: 7, subdomain: 'new' },
    ]);
    expect(decideRename({ ...account, takenBy: 7 }, { ...to, subdomain: 'old' }, now)).toEqual({
      outcome: { kind: 'renamed' },
      changes: [],
    });
  });
});

test('an address is one whatever its letters and the blanks around it', () => {
  expect(normalizeEmail('  Vera.P@Shop.Example ')).toBe('vera.p@shop.example');
  for (const text of [
    '',
    'vera',
    'vera@',
    '@shop.example',
    'a b@shop.example',
    'a\u0000b@shop.example',
    'a@shop\u0007.example',
    'a@b@c',
    'a@.example',
    'a@b..c',
    `${'a'.repeat(250)}@b.cd`,
  ]) {
    expect(normalizeEmail(text)).toBeUndefined();
  }
});

test('a name is something, and not a book', () => {
  expect(isPersonName(' Vera ')).toBe(true);
  expect(isPersonName('x'.repeat(255))).toBe(true);
  expect(isPersonName(' \t')).toBe(false);
  expect(isPersonName('Ve\u0000ra')).toBe(false);
  expect(isPersonName('Vera \u202egnp')).toBe(false);
  expect(isPersonName('x'.repeat(256))).toBe(false);
});

describe('passwords', () => {
  test('are counted in characters as a person counts them', () => {
    expect(passwordProblem('🦀🐙🦑🐚🐠🐡🐬🐳🦈')).toBe('too_short');
    expect(passwordProblem('🦀🐙🦑🐚🐠🐡🐬🐳🦈🐋')).toBeUndefined();
    expect(passwordProblem('ab cd'.repeat(40))).toBeUndefined();
    expect(passwordProblem(`${'ab cd'.repeat(40)}x`)).toBe('too_long');
  });

  test.each([
    'password123',
    'P@ssw0rd2024',
    'Qwertyuiop',
    '1234567890',
    '9876543210',
    '1q2w3e4r5t6y',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'пароль123456',
    'йцукенгшщз',
    'iloveyou!!!',
  ])('%s is tried first by everybody', (password) => {
    expect(passwordProblem(password)).toBe('too_common');
  });

  test.each(['correct horse battery', 'passwords of mine', 'x9#fQ2!mnz', 'большая синяя лодка'])(
    '%s will do',
    (password) => {
      expect(passwordProblem(password)).toBeUndefined();
    },
  );
});

describe('throttles', () => {
  const asked = { email: 'vera@shop.test', addressPrefix: '203.0.113.5' };

  test('no try is counted per e-mail alone', () => {
    for (const bucket of [...signInBuckets({ ...asked, knownDevice: undefined }), ...resetBuckets(asked)]) {
      expect(bucket.key).toContain(asked.addressPrefix);
    }
  });

  test('a known browser is counted for itself and with nobody else', () => {
    const buckets = signInBuckets({ ...asked, knownDevice: 'd1' });
    expect(buckets).toHaveLength(1);
    expect(buckets[0]?.key).toContain('d1');
    expect(buckets[0]?.key).not.toContain(asked.addressPrefix);
  });
});
