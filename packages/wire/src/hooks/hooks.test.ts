import { expect, test } from 'vitest';
import { disconnectSigningInput, formatDisconnectUrl } from './disconnect.ts';
import { formatHookHeaders, hookSigningInput, rawQueryOf } from './standard-webhooks.ts';

const hook = { clientId: '0b0832f6-0000-4000-8000-00000000abcd', accountId: 12_345_678 };

test('the disconnect hook signs the client id and the account id, separated by a bar', () => {
  expect(disconnectSigningInput(hook)).toBe('0b0832f6-0000-4000-8000-00000000abcd|12345678');
});

test.each([
  ['https://shop.test/bye', 'https://shop.test/bye?'],
  ['https://shop.test/bye?shop=7', 'https://shop.test/bye?shop=7&'],
])('the disconnect hook appends its parameters to the registered address %s', (registered, begins) => {
  expect(formatDisconnectUrl(registered, { ...hook, signature: 'ab12' })).toBe(
    `${begins}client_uuid=0b0832f6-0000-4000-8000-00000000abcd&account_id=12345678&signature=ab12`,
  );
});

test('a hook’s signature covers ID, time and payload', () => {
  expect(hookSigningInput({ id: 'd1', timestampSeconds: 1_700_000_000, payload: 'a=1&b=%20' })).toBe(
    'd1.1700000000.a=1&b=%20',
  );
});

test.each([
  ['https://shop.test/', ''],
  ['https://shop.test/?a=%41&b=?&c', 'a=%41&b=?&c'],
  ['https://shop.test/?a#b?c', 'a'],
  ['https://shop.test/#?a', ''],
])('the query of the URL %s is returned unchanged', (url, query) => expect(rawQueryOf(url)).toBe(query));

test('the headers of a hook contain every signature, the one by the client secret first', () => {
  const about = { id: 'd1', timestampSeconds: 7 };
  expect(formatHookHeaders({ ...about, signatures: { v1a: 'QQ==' } })).toEqual({
    'webhook-id': 'd1',
    'webhook-timestamp': '7',
    'webhook-signature': 'v1a,QQ==',
  });
  expect(formatHookHeaders({ ...about, signatures: { v1: 'Wg==', v1a: 'QQ==' } })['webhook-signature']).toBe(
    'v1,Wg== v1a,QQ==',
  );
});
