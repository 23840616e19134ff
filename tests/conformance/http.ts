import { lookup } from 'node:dns';
import type { IncomingHttpHeaders } from 'node:http';
import { request as plain } from 'node:http';
import { request as encrypted } from 'node:https';
import type { LookupFunction } from 'node:net';
import { settings } from './settings.ts';

/** An answer with its whole body. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request; strings and bytes are sent as they are. */
export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** No answer takes longer than this, in milliseconds. */
const patienceMs = 20_000;

/** Sends a request and follows no redirect. The path is sent as written, repeated slashes included. */
export async function send(url: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  const at = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = (at.protocol === 'https:' ? encrypted : plain)(at, {
      method,
      lookup: loopbackNames,
      timeout: patienceMs,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }) },
    });
    asked.on('response', (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(pieces).toString() }),
      );
    });
    asked.on('timeout', () => asked.destroy(new Error(`no answer from ${at.host} within ${patienceMs} ms`)));
    asked.on('error', reject);
    asked.end(body);
  });
}

/** The body as JSON. @throws Error with the body when it is not JSON */
export function json<Body = Readonly<Record<string, unknown>>>({ status, text }: Answer): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    throw new Error(`${status} with a body that is not JSON: ${text.slice(0, 500)}`);
  }
}

/** An address on a host of the server, with the scheme of its public site. */
export function onHost(host: string, path: string): string {
  return `${new URL(settings.url).protocol}//${host}${path}`;
}

/** Names under `localhost` are loopback, also where the machine's resolver does not say so (RFC 6761 §6.3). */
const loopbackNames: LookupFunction = (name, options, done) => {
  if (!/(^|[.])localhost$/.test(name)) lookup(name, options, done);
  else if (options.all === true) done(null, [{ address: '127.0.0.1', family: 4 }]);
  else done(null, '127.0.0.1', 4);
};
