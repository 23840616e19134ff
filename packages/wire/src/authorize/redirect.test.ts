import { describe, expect, test } from 'vitest';
import { formatDenialRedirect, formatSuccessRedirect } from './redirect.ts';

const clientId = '0b0832f6-0000-4000-8000-00000000abcd';
const answer = { code: 'm1.hx5b5-abc', referer: 'demo.example.com', platform: 1, clientId } as const;

describe('the redirect after Allow', () => {
  test('the redirect after Allow carries code, state, referer, platform and client ID in that order', () => {
    expect(formatSuccessRedirect('https://shop.test/callback', { ...answer, stateRaw: 's%201+2' })).toBe(
      `https://shop.test/callback?code=m1.hx5b5-abc&state=s%201+2&referer=demo.example.com&platform=1&client_id=${clientId}`,
    );
  });

  test('the redirect after Allow omits a state that was not sent, and returns an empty one', () => {
    expect(formatSuccessRedirect('https://shop.test/', answer)).toBe(
      `https://shop.test/?code=m1.hx5b5-abc&referer=demo.example.com&platform=1&client_id=${clientId}`,
    );
    expect(formatSuccessRedirect('https://shop.test/', { ...answer, stateRaw: '' })).toBe(
      `https://shop.test/?code=m1.hx5b5-abc&state=&referer=demo.example.com&platform=1&client_id=${clientId}`,
    );
  });

  test('the redirect after Allow includes the port of the account’s host, encoded', () => {
    expect(
      formatSuccessRedirect('https://shop.test/', { ...answer, referer: 'demo.localhost:4400', platform: 2 }),
    ).toBe(`https://shop.test/?code=m1.hx5b5-abc&referer=demo.localhost%3A4400&platform=2&client_id=${clientId}`);
  });

  test.each([
    ['https://shop.test/cb?tenant=7', 'https://shop.test/cb?tenant=7&code='],
    ['https://shop.test/cb?', 'https://shop.test/cb?code='],
    ['https://shop.test/cb?a=1&', 'https://shop.test/cb?a=1&code='],
    ['https://shop.test', 'https://shop.test?code='],
    ['HTTPS://Shop.test:443/%7Ea/../b', 'HTTPS://Shop.test:443/%7Ea/../b?code='],
  ])('the redirect after Allow keeps the registered redirect URI %s unchanged', (redirectUri, beginning) => {
    expect(formatSuccessRedirect(redirectUri, answer).slice(0, beginning.length)).toBe(beginning);
  });

  test('the redirect after Allow encodes a state so that it neither adds a parameter nor ends the query', () => {
    expect(formatSuccessRedirect('https://shop.test/', { ...answer, stateRaw: 'x&code=evil#y' })).toBe(
      `https://shop.test/?code=m1.hx5b5-abc&state=x%26code=evil%23y&referer=demo.example.com&platform=1&client_id=${clientId}`,
    );
  });
});

describe('the redirect after Deny', () => {
  test('the redirect after Deny has access_denied, the client ID, and the state if one was sent', () => {
    expect(formatDenialRedirect('https://shop.test/cb?a=1', { clientId, stateRaw: '%FF' })).toBe(
      `https://shop.test/cb?a=1&error=access_denied&client_id=${clientId}&state=%FF`,
    );
    expect(formatDenialRedirect('https://shop.test/cb', { clientId })).toBe(
      `https://shop.test/cb?error=access_denied&client_id=${clientId}`,
    );
  });
});
