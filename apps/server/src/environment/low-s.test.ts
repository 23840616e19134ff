import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { isLowS, lowS } from './low-s.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const text = Buffer.from('header.payload');
const dsaEncoding = 'ieee-p1363';

test('lowS() turns either of the two valid ES256 signatures into the lower one, which still verifies', () => {
  const seen = { low: 0, high: 0 };
  for (let at = 0; at < 64; at += 1) {
    const made = sign('sha256', text, { key: privateKey, dsaEncoding });
    const lower = lowS(made);
    seen[isLowS(made) ? 'low' : 'high'] += 1;
    expect(isLowS(lower)).toBe(true);
    expect(lower).toHaveLength(64);
    expect(verify('sha256', text, { key: publicKey, dsaEncoding }, lower)).toBe(true);
    expect(lower.equals(made)).toBe(isLowS(made));
  }
  expect(seen.low).toBeGreaterThan(0);
  expect(seen.high).toBeGreaterThan(0);
});

test('the `s` of a lower signature keeps its 32 bytes when it begins with zeros', () => {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const high = Buffer.concat([Buffer.alloc(32, 1), Buffer.from((order - 5n).toString(16), 'hex')]);
  expect(lowS(high).toString('hex')).toBe('01'.repeat(32) + '5'.padStart(64, '0'));
});

test('input that is too short or too long for an ES256 signature is not a lower one', () => {
  for (const bytes of [0, 1, 31, 32, 63, 65, 128]) expect(isLowS(Buffer.alloc(bytes))).toBe(false);
  expect(isLowS(Buffer.alloc(64))).toBe(true);
});
