import { expect, test } from 'vitest';
import { mask, maskRequest } from './mask.ts';

const secret = 'q7/Xw+9a"Kd2mP';

test.each([
  ['as it is', `begin ${secret} end`, 'begin *** end'],
  ['twice', `${secret}${secret}`, '******'],
  ['in an address', `?code=${encodeURIComponent(secret)}&a=1`, '?code=***&a=1'],
  ['in JSON', JSON.stringify({ client_secret: secret }), '{"client_secret":"***"}'],
  ['cut off at the end', `begin ${secret.slice(0, 9)}`, 'begin ***'],
])('the log masks a secret: %s', (_how, text, masked) => expect(mask(text, [secret])).toBe(masked));

test('the log does not mask text other than secrets', () => {
  expect(mask('signature', ['', secret])).toBe('signature');
});

test('a masked secret that contains another secret leaves no remainder in the log', () => {
  expect(mask('abcdefgh12345678', ['abcdefgh', 'abcdefgh12345678'])).toBe('***');
});

test('a logged request is masked in its URL, headers and body', () => {
  const masked = maskRequest(
    {
      method: 'POST',
      url: 'https://shop.test/?s=c0ffee',
      headers: { 'webhook-signature': 'v1,c0ffee' },
      body: 'c0ffee',
    },
    ['c0ffee'],
  );
  expect(masked).toEqual({
    method: 'POST',
    url: 'https://shop.test/?s=***',
    headers: { 'webhook-signature': 'v1,***' },
    body: '***',
  });
});
