import type { FastifyRequest } from 'fastify';

/** Client credentials in `Authorization: Basic`, decoded; an empty secret counts as absent. @see RFC 6749 §2.3.1 */
export function basicCredentials(
  request: FastifyRequest,
): { readonly id: string; readonly secret: string | undefined } | undefined {
  const [, encoded] = /^basic ([A-Za-z0-9+/_=-]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const at = text.indexOf(':');
  if (at < 1) return undefined;
  const secret = text.slice(at + 1);
  return { id: formDecoded(text.slice(0, at)), secret: secret === '' ? undefined : formDecoded(secret) };
}

/**
 * Adds client credentials from `Authorization: Basic` to a request's fields; credentials in the body win.
 *
 * @see RFC 6749 §2.3
 */
export function withBasic<Fields extends { readonly client_id?: string; readonly client_secret?: string }>(
  fields: Fields,
  request: FastifyRequest,
): Fields {
  const basic = basicCredentials(request);
  if (basic === undefined) return fields;
  return { client_id: basic.id, ...(basic.secret === undefined ? {} : { client_secret: basic.secret }), ...fields };
}

function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
