import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * Error for text that neither the store nor a page accepts: NUL, a lone surrogate, or bytes that are not UTF-8.
 * Answered with 400 and the field's name, in the request's dialect.
 */
export class MalformedText extends Error {
  override readonly name = 'MalformedText';
  readonly statusCode = 400;
  /**
   * Name of the parameter or member that is not text, with unprintable characters replaced; `path` for the URL's path.
   */
  readonly field: string;

  constructor(field: string) {
    const shown = printable(field);
    super(`\`${shown}\` holds what is not text`);
    this.field = shown;
  }
}

/**
 * Refuses malformed text in the path and query of every request before its route runs. A route with `readsForeignQuery`
 * checks the parameters it uses; bodies are checked where they are read.
 */
export function refuseMalformedText(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    requireTextAddress(request);
    done();
  });
}

function requireTextAddress(request: FastifyRequest): void {
  // Only these characters of a URL can decode to malformed text.
  if (!/%00|%[89a-f]|[^\x21-\x7e]/i.test(request.url)) return;
  const at = request.url.indexOf('?');
  const path = at < 0 ? request.url : request.url.slice(0, at);
  if (!isText(decoded(path))) throw new MalformedText('path');
  if (at >= 0 && !readsForeignQuery(request)) requireTextPairs(request.url.slice(at + 1));
}

function readsForeignQuery(request: FastifyRequest): boolean {
  return request.routeOptions.config?.readsForeignQuery === true;
}

/** Checks the names and values of a form or query. @throws MalformedText for the first one that is not text */
export function requireTextPairs(encoded: string): void {
  if (!mayBeMalformed(encoded)) return;
  for (const pair of encoded.split('&')) {
    const at = pair.indexOf('=');
    const name = decoded(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : decoded(pair.slice(at + 1));
    if (!isText(name) || !isText(value)) throw new MalformedText(name ?? 'name');
  }
}

/**
 * Whether form-encoded text may decode to a NUL or to bytes above ASCII. Every form is checked with this function, so
 * only the escapes are looked at: a regular expression over a token takes thirty times as long.
 */
function mayBeMalformed(encoded: string): boolean {
  if (encoded.includes('\0')) return true;
  for (let at = encoded.indexOf('%'); at >= 0; at = encoded.indexOf('%', at + 1)) {
    const first = encoded.charAt(at + 1);
    if (first === '0' ? encoded.charAt(at + 2) === '0' : first >= '8') return true;
  }
  return false;
}

/**
 * Checks the keys and values of JSON. @throws MalformedText for the first one that is not text; input that is not JSON
 * passes
 */
export function requireTextJson(json: string): void {
  // Valid JSON holds NUL and lone surrogates only as escapes.
  if (!/\\u(?:0000|d[89a-f])/i.test(json)) return;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return;
  }
  const field = firstMalformed(value);
  if (field !== undefined) throw new MalformedText(field);
}

/** Path of the first key or string in a JSON value that is not text, such as `member.0.member`. */
export function firstMalformed(value: unknown): string | undefined {
  const waiting: { readonly place: string; readonly value: unknown }[] = [{ place: '', value }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { place } = next;
    if (typeof next.value === 'string' && !isText(next.value)) return place === '' ? 'body' : place;
    if (typeof next.value !== 'object' || next.value === null) continue;
    // The members are pushed in reverse order, because the last one pushed is checked first.
    for (const [key, inner] of Object.entries(next.value).toReversed()) {
      const below = place === '' ? key : `${place}.${key}`;
      if (!isText(key)) return below;
      waiting.push({ place: below.slice(0, 200), value: inner });
    }
  }
  return undefined;
}

function isText(text: string | undefined): boolean {
  return text !== undefined && !/[\p{Cs}\0]/u.test(text);
}

/**
 * Decodes a form-encoded text; a `%` that starts no escape stands for itself. `undefined` when the result is not UTF-8.
 */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' ').replace(/%(?![0-9a-f]{2})/gi, '%25'));
  } catch {
    return undefined;
  }
}

function printable(field: string): string {
  return field.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '\ufffd').slice(0, 100);
}
