import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { hookVerifier } from './hooks.ts';

const platform = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const nowSeconds = 1_700_000_000;
const payload = '{"client_id":"a","client_secret":"b","state":"c"}';

/** Signs a hook as in Standard Webhooks: base64 of the signature over `id.timestamp.payload`. */
function signedBy(key: typeof platform.privateKey, about: { id?: string; at?: number; payload?: string } = {}) {
  const { id = 'd1', at = nowSeconds, payload: text = payload } = about;
  const signature = sign(null, Buffer.from(`${id}.${at}.${text}`), key).toString('base64');
  return {
    headers: { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1a,${signature}` },
    payload: text,
  };
}
const verifier = () =>
  hookVerifier(
    async () => [platform.publicKey],
    () => nowSeconds * 1000,
  );

test('a hook signed by the platform is accepted, even with further signatures', async () => {
  const hook = signedBy(platform.privateKey);
  const headers = { ...hook.headers, 'webhook-signature': `v1,QQ== ${hook.headers['webhook-signature']}` };
  expect(await verifier()({ ...hook, headers })).toBe('good');
});

test('a hook with a foreign signature, or without one, counts as forged', async () => {
  expect(await verifier()(signedBy(stranger.privateKey))).toBe('forged');
  expect(await verifier()({ headers: { 'webhook-id': 'd1', 'webhook-timestamp': String(nowSeconds) }, payload })).toBe(
    'forged',
  );
});

test('a hook with an altered body, id or time counts as forged', async () => {
  const hook = signedBy(platform.privateKey);
  const verify = verifier();
  expect(await verify({ ...hook, payload: payload.replace('b', 'x') })).toBe('forged');
  expect(await verify({ ...hook, headers: { ...hook.headers, 'webhook-id': 'd2' } })).toBe('forged');
  expect(await verify({ ...hook, headers: { ...hook.headers, 'webhook-timestamp': String(nowSeconds + 1) } })).toBe(
    'forged',
  );
});

test('the same hook request again counts as a replay; a later attempt of the same delivery does not', async () => {
  const verify = verifier();
  expect(await verify(signedBy(platform.privateKey))).toBe('good');
  expect(await verify(signedBy(platform.privateKey))).toBe('replayed');
  expect(await verify(signedBy(platform.privateKey, { at: nowSeconds + 1 }))).toBe('good');
});

test.each([-301, 301])('a hook signed %i seconds from now counts as late', async (seconds) => {
  expect(await verifier()(signedBy(platform.privateKey, { at: nowSeconds + seconds }))).toBe('late');
});
