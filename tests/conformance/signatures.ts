import { createHmac, timingSafeEqual } from 'node:crypto';

/** The disconnect hook's signature: HMAC-SHA256 in lower-case hex over `<client id>|<account id>`. */
export function disconnectSignature(clientId: string, accountId: number | string, secret: string): string {
  return createHmac('sha256', secret).update(`${clientId}|${accountId}`).digest('hex');
}

/** Claims of a token, unverified. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  return part(token, 1);
}

/** Header of a token. */
export function headerOf(token: string): Readonly<Record<string, unknown>> {
  return part(token, 0);
}

/** Verifies a one-time token as an integrator's backend does: signature, then audience, then time. */
export function verifyOneTime(
  token: string,
  { secret, audience, atSeconds }: { readonly secret: string; readonly audience: string; readonly atSeconds: number },
): 'valid' | 'wrong signature' | 'wrong audience' | 'expired' {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest();
  const sent = Buffer.from(signature, 'base64url');
  if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) return 'wrong signature';
  const claims = claimsOf(token);
  if (claims['aud'] !== audience) return 'wrong audience';
  return Number(claims['exp']) > atSeconds ? 'valid' : 'expired';
}

function part(token: string, at: number): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString()) as Record<string, unknown>;
}
