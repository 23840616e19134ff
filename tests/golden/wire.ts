import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Platform } from '../harness/platform.ts';
import type { Journey } from './journey.ts';
import type { Placeholders } from './placeholders.ts';

export type GoldenRequest = Omit<InjectOptions, 'url'> & {
  readonly url?: string;
  readonly host?: string;
  /** Time since the previous request, a second unless stated. */
  readonly pauseMs?: number | undefined;
};

/** Sends a request `pauseMs` after the previous one, and adds the complete request and response to the record. */
export async function exchange(
  platform: Platform,
  { places, add }: Journey,
  about: string,
  { pauseMs = 1_000, ...asked }: GoldenRequest,
): Promise<LightMyRequestResponse> {
  platform.clock.advance(pauseMs);
  const answer = await platform.inject(asked);
  const { method = 'GET', url = '', host = new URL(platform.world.config.publicUrl).host, headers, payload } = asked;
  const jwts = new Map(jwtsIn(answer.body).map((jwt) => [places.text(jwt), places.json(opened(jwt))]));
  add({
    about,
    request: `${method} ${host}${places.text(shortened(url))}`,
    ...(headers === undefined ? {} : { sent: headersOf(headers, places) }),
    ...(payload === undefined ? {} : { payload: payloadOf(payload, places) }),
    status: answer.statusCode,
    ...(isPage(answer)
      ? { headers: headersOf(answer.headers, places, answer.rawPayload.length, ofPages), body: 'a page' }
      : {
          headers: headersOf(answer.headers, places, answer.rawPayload.length),
          body: bodyOf(answer.body, places),
        }),
    ...(jwts.size === 0 ? {} : { opened: Object.fromEntries(jwts) }),
  });
  return answer;
}

/** Headers of a page that are recorded: they do not depend on how the page looks. */
const ofPages = ['allow', 'cache-control', 'content-type', 'location', 'set-cookie'];

function isPage({ headers }: LightMyRequestResponse): boolean {
  return String(headers['content-type']).startsWith('text/html');
}

/** Sorts headers by name; values that differ in each response become placeholders. */
export function headersOf(
  headers: Readonly<Record<string, unknown>>,
  places: Placeholders,
  bodyBytes?: number,
  names: readonly string[] = Object.keys(headers),
): Record<string, unknown> {
  const those = Object.entries(headers).filter(([name]) => names.includes(name));
  const told = those.map(([name, value]): [string, unknown] => {
    if (name === 'etag') return [name, '<etag>'];
    if (name === 'content-length' && Number(value) === bodyBytes) return [name, '<length of the body>'];
    if (name === 'authorization') return [name, places.text(basicInClear(String(value)))];
    return [name, places.json(value)];
  });
  return Object.fromEntries(told.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * Records a body written like `JSON.stringify` writes it as JSON, in the order of its members; any other body as text.
 */
export function bodyOf(body: string, places: Placeholders): unknown {
  if (body === '') return '';
  try {
    const value: unknown = JSON.parse(body);
    if (JSON.stringify(value) === body && typeof value === 'object') return places.json(value);
  } catch {
    // The body is no JSON, so it is recorded as text.
  }
  return places.text(body);
}

function payloadOf(payload: unknown, places: Placeholders): unknown {
  if (Buffer.isBuffer(payload)) return `${payload.length} bytes`;
  return typeof payload === 'string' ? bodyOf(shortened(payload), places) : places.json(payload);
}

/** Decodes a Basic `Authorization` header into its user name and password. */
function basicInClear(value: string): string {
  const [scheme, words = ''] = value.split(' ');
  return scheme === 'Basic' ? `Basic (${Buffer.from(words, 'base64').toString()})` : value;
}

function shortened(text: string): string {
  return text.length <= 4_000 ? text : `${text.slice(0, 20)}… ${text.length} characters`;
}

function jwtsIn(text: string): string[] {
  return text.match(/\beyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g) ?? [];
}

function opened(jwt: string): { header: unknown; claims: unknown } {
  const [header, claims] = jwt.split('.').map((part): unknown => {
    try {
      return JSON.parse(Buffer.from(part, 'base64url').toString());
    } catch {
      return undefined;
    }
  });
  return { header, claims };
}
