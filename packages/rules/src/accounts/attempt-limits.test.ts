import { describe, expect, test } from 'vitest';
import { invitationBuckets, resetBuckets, resetMailBuckets, signInBuckets } from './throttle.ts';

const quarterOfHour = 900_000;
const hour = 3_600_000;
const email = 'anna@shop.test';

describe('the limits of sign-in attempts', () => {
  test('a known browser has ten attempts in a quarter of an hour, and its success empties the count', () => {
    expect(signInBuckets({ email, addressPrefix: '192.0.2.1', knownDevice: 'b1' })).toEqual([
      { key: 'sign-in device b1', windowMs: quarterOfHour, max: 10, onSuccess: 'empty' },
    ]);
  });

  test('an unknown browser is limited by its address, and with the user’s email; a success only gives its own attempt back', () => {
    expect(signInBuckets({ email, addressPrefix: '192.0.2.1', knownDevice: undefined })).toEqual([
      { key: 'sign-in address 192.0.2.1', windowMs: quarterOfHour, max: 100, onSuccess: 'give_back' },
      { key: `sign-in pair 192.0.2.1 ${email}`, windowMs: quarterOfHour, max: 10, onSuccess: 'empty' },
    ]);
  });

  test('the networks of one IPv6 /48 have a common limit too', () => {
    const addressPrefix = '2001:db8:7:12::/64';
    expect(signInBuckets({ email, addressPrefix, knownDevice: undefined })[0]).toEqual({
      key: 'sign-in network 2001:db8:7::/48',
      windowMs: quarterOfHour,
      max: 2_000,
      onSuccess: 'give_back',
    });
  });
});

describe('the limits of password resets', () => {
  test('a request to reset a password is limited for an hour by network, address, and address with email', () => {
    expect(resetBuckets({ email, addressPrefix: '2001:db8:7:12::/64' })).toEqual([
      { key: 'reset network 2001:db8:7::/48', windowMs: hour, max: 300 },
      { key: 'reset address 2001:db8:7:12::/64', windowMs: hour, max: 30 },
      { key: `reset pair 2001:db8:7:12::/64 ${email}`, windowMs: hour, max: 5 },
    ]);
    expect(resetBuckets({ email, addressPrefix: '192.0.2.1' }).map(({ max }) => max)).toEqual([30, 5]);
  });

  test.each(['192.0.2.1', '2001:db8:7:12::', '2001:db8:7:12::/640', '2001:db8::/64'])(
    'the address %s has no common limit of a /48',
    (addressPrefix) => expect(resetBuckets({ email, addressPrefix })).toHaveLength(2),
  );

  test('an email address gets five mails to reset its password in an hour', () => {
    expect(resetMailBuckets(email)).toEqual([{ key: `reset letter ${email}`, windowMs: hour, max: 5 }]);
  });
});

test('an account sends a hundred invitations in an hour', () => {
  expect(invitationBuckets(7)).toEqual([{ key: 'invite account 7', windowMs: hour, max: 100 }]);
});
