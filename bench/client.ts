import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A request as raw bytes, and the handler of its response. */
export interface LoadRequest {
  readonly request: string;
  /** Handles the response. @returns whether the response is the expected one */
  take(status: number, body: string): boolean;
}

export interface LoadResult {
  readonly done: number;
  readonly failed: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Milliseconds from sending each request to its answer, ascending. */
  readonly times: readonly number[];
}

/**
 * Keeps `connections` requests running until `next` has none left or the time is over. The client is minimal, since it
 * shares the machine with the server.
 */
export async function load(
  port: number,
  options: {
    readonly connections: number;
    readonly seconds: number;
    /** Pause before each request, in milliseconds. */
    readonly everyMs?: number;
    readonly next: (connection: number) => LoadRequest | undefined;
  },
): Promise<LoadResult> {
  const started = performance.now();
  const endsAt = started + options.seconds * 1000;
  const times: number[] = [];
  let failed = 0;
  await Promise.all(
    Array.from({ length: options.connections }, async (_, connection) => {
      const wire = await openWire(port);
      for (
        let shot = options.next(connection);
        shot !== undefined && performance.now() < endsAt;
        shot = options.next(connection)
      ) {
        if (options.everyMs !== undefined) await pause(options.everyMs);
        const sentAt = performance.now();
        const { status, body } = await wire.send(shot.request);
        times.push(performance.now() - sentAt);
        if (!shot.take(status, body)) failed += 1;
      }
      wire.close();
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const perSecond = times.length / seconds;
  return { done: times.length, failed, seconds, perSecond, p50Ms: at(0.5), p99Ms: at(0.99), times };
}

/** A form POST to the token endpoint of an account's host, as raw HTTP bytes. */
export function tokenRequest(host: string, fields: Readonly<Record<string, string>>): string {
  return formRequest('/oauth2/access_token', host, fields);
}

/** A form POST, as raw HTTP bytes. */
export function formRequest(path: string, host: string, fields: Readonly<Record<string, string>>): string {
  const body = new URLSearchParams(fields).toString();
  return `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** A connection that sends one request after the other. */
export interface Wire {
  /** Sends a request, once the one before is answered. @returns its answer; `head` has the header fields */
  send(request: string): Promise<{ status: number; head: string; body: string }>;
  close(): void;
}

/**
 * Connects to a server on this machine.
 *
 * @param from loopback address of the client; servers limit requests by address
 */
export async function openWire(port: number, from = '127.0.0.1'): Promise<Wire> {
  const socket: Socket = connect({ host: '127.0.0.1', port, noDelay: true, localAddress: from });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let received = '';
  let answered: ((answer: { status: number; head: string; body: string }) => void) | undefined;
  let broken: ((error: Error) => void) | undefined;
  // Responses of the token endpoint are ASCII, except for error texts.
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    received += chunk;
    const complete = completeAnswer(received);
    if (complete === undefined) return;
    received = received.slice(complete.length);
    answered?.(complete);
  });
  socket
    .on('error', (error) => broken?.(error))
    .on('close', () => broken?.(new Error('the server closed the connection')));
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        answered = resolve;
        broken = reject;
        socket.write(request);
      }),
    close() {
      broken = undefined;
      socket.destroy();
    },
  };
}

/** The answer at the beginning of what was received, and its length; undefined until all of it has arrived. */
function completeAnswer(received: string): { status: number; head: string; body: string; length: number } | undefined {
  const start = received.indexOf('\r\n\r\n') + 4;
  if (start < 4) return undefined;
  const head = received.slice(0, start);
  const status = Number(received.slice(9, 12));
  if (/\r\ntransfer-encoding: chunked/i.test(head)) {
    const length = received.indexOf('\r\n0\r\n\r\n', start - 2) + 7;
    return length < 7 ? undefined : { status, head, body: unchunked(received.slice(start, length)), length };
  }
  const [, size] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
  const length = start + Number(size ?? 0);
  return received.length < length ? undefined : { status, head, body: received.slice(start, length), length };
}

/** @see RFC 9112 §7.1 */
function unchunked(chunks: string): string {
  let body = '';
  for (let at = 0, size = 1; size > 0;) {
    const line = chunks.indexOf('\r\n', at) + 2;
    size = Number.parseInt(chunks.slice(at, line), 16);
    body += chunks.slice(line, line + size);
    at = line + size + 2;
  }
  return body;
}
