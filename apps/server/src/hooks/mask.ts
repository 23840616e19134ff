import type { MaskedRequest } from '@pristan/rules';

/** Text that the log shows in place of a secret. */
export const maskedText = '***';

/** Number of characters from which a cut-off secret is recognised in a text for the log. */
const PIECE_MIN = 8;

/**
 * Replaces these secrets in a text for the log, also where they are URL-encoded or escaped in JSON. A secret that was
 * cut off at the end of the text is replaced too.
 */
export function mask(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const secret of spellings(secrets)) {
    masked = masked.replaceAll(secret, maskedText);
    for (let length = Math.min(secret.length - 1, masked.length); length >= PIECE_MIN; length--) {
      if (!masked.endsWith(secret.slice(0, length))) continue;
      masked = masked.slice(0, -length) + maskedText;
      break;
    }
  }
  return masked;
}

/** Request of a delivery as the log may show it, with its secrets replaced. */
export function maskRequest(
  request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | undefined;
  },
  secrets: readonly string[],
): MaskedRequest {
  return {
    method: request.method,
    url: mask(request.url, secrets),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, mask(value, secrets)])),
    body: request.body === undefined ? undefined : mask(request.body, secrets),
  };
}

/** All spellings of these secrets, longest first, so that no remainder is left of a secret that contains another. */
function spellings(secrets: readonly string[]): readonly string[] {
  const all = new Set(
    secrets.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]),
  );
  all.delete('');
  return [...all].toSorted((left, right) => right.length - left.length);
}
