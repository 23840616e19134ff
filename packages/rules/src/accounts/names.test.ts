import { describe, expect, test } from 'vitest';
import { decideRename } from './decide-rename.ts';
import { isUserName, passwordProblem, subdomainProblem } from './names.ts';
import { resetBuckets, signInBuckets } from './throttle.ts';

const now = 1_800_000_000_000;

describe('subdomains of accounts', () => {
  test.each(['www', 'auth', 'api', 'api-eu', 'apis', 'xn--80ak6aa92e', 'gate'])(
    'the subdomain %s is reserved',
    (name) => {
      expect(subdomainProblem(name, 'gate')).toBe('reserved');
    },
  );

  test.each(['', '-a', 'a-', 'A', 'a.b', 'a_b', 'a'.repeat(64), 'пристань', 'a b'])(
    'the subdomain %o is malformed',
    (name) => {
      expect(subdomainProblem(name, 'api')).toBe('malformed');
    },
  );

  test.each(['a', '0', 'demo', 'my-shop-24', 'a'.repeat(63), 'wwww', 'authors'])(
    'the subdomain %s is accepted',
    (name) => {
      expect(subdomainProblem(name, 'api')).toBeUndefined();
    },
  );
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
  ] as const)('renaming an account is refused with the reason %s', (reason, facts, asked) => {
    expect(decideRename(facts, asked, now)).toEqual({ outcome: { kind: 'refuse', reason }, changes: [] });
  });

  test('an account can get its former name back; renaming it to its present name changes nothing', () => {
    expect(decideRename({ ...account, takenBy: 7 }, to, now).changes).toMatchObject([
      { kind: 'account_renamed', accountId: 7, subdomain: 'new' },
    ]);
    expect(decideRename({ ...account, takenBy: 7 }, { ...to, subdomain: 'old' }, now)).toEqual({
      outcome: { kind: 'renamed' },
      changes: [],
    });
  });
});

test('a user’s name is one visible line of at most 255 characters', () => {
  expect(isUserName(' Vera ')).toBe(true);
  expect(isUserName('x'.repeat(255))).toBe(true);
  expect(isUserName(' \t')).toBe(false);
  expect(isUserName('Ve\u0000ra')).toBe(false);
  expect(isUserName('Vera \u202egnp')).toBe(false);
  expect(isUserName('x'.repeat(256))).toBe(false);
});

describe('passwords', () => {
  test('the length of a password is counted in characters as readers see them', () => {
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
  ])('a password that attackers guess first is too common: %s', (password) => {
    expect(passwordProblem(password)).toBe('too_common');
  });

  test.each(['correct horse battery', 'passwords of mine', 'x9#fQ2!mnz', 'большая синяя лодка'])(
    'a password that is long and uncommon is accepted: %s',
    (password) => {
      expect(passwordProblem(password)).toBeUndefined();
    },
  );
});

describe('rate limits of sign-in and password reset', () => {
  const asked = { email: 'vera@shop.test', addressPrefix: '203.0.113.5' };

  test('no rate limit of sign-in or password reset counts attempts per email address alone', () => {
    for (const bucket of [...signInBuckets({ ...asked, knownDevice: undefined }), ...resetBuckets(asked)]) {
      expect(bucket.key).toContain(asked.addressPrefix);
    }
  });

  test('sign-in attempts in a browser known to the user are counted apart from all others', () => {
    const buckets = signInBuckets({ ...asked, knownDevice: 'd1' });
    expect(buckets).toHaveLength(1);
    expect(buckets[0]?.key).toContain('d1');
    expect(buckets[0]?.key).not.toContain(asked.addressPrefix);
  });
});
