import type { MaskedRequest } from '@pristan/rules';

/** What stands in a log where a secret was. */
export const maskedText = '***';

/** A cut-off secret is still recognised from this many characters on. */
const PIECE_MIN = 8;

/**
 * The text without any of these secrets, as they are and as they stand in an address. What was cut off in the middle of
 * one, and ends in its beginning, loses that too.
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

/** A request as the log may show it. */
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

/** Longest first, so that no secret leaves a rest of one it is part of. */
function spellings(secrets: readonly string[]): readonly string[] {
  const all = new Set(
    secrets.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]),
  );
  all.delete('');
  return [...all].toSorted((left, right) => right.length - left.length);
}
