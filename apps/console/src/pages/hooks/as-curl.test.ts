import { expect, test } from 'vitest';
import { asCurl } from './as-curl.ts';

test('a recorded request becomes one curl command with every part quoted as one shell argument', () => {
  const command = asCurl({
    method: 'POST',
    url: 'https://shop.test/keys?a=1&b=$(x)',
    headers: { 'content-type': 'application/json', 'webhook-id': "it's" },
    body: '{"client_secret":"***"}',
  });
  expect(command.split(' \\\n')).toEqual([
    "curl -X 'POST' 'https://shop.test/keys?a=1&b=$(x)'",
    "  -H 'content-type: application/json'",
    "  -H 'webhook-id: it'\\''s'",
    `  --data-raw '{"client_secret":"***"}'`,
  ]);
});

test('a recorded request without a body becomes a curl command without a body', () => {
  expect(asCurl({ method: 'GET', url: 'https://shop.test/', headers: {}, body: null })).toBe(
    "curl -X 'GET' 'https://shop.test/'",
  );
});
