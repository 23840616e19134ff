import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { aCertificate } from '../harness/certificate.ts';

/** Continuation of a callback once it has the code: it answers itself, or redirects to these places. */
export type Hop = 'answers itself' | 'own site' | 'second origin' | 'https' | 'three origins' | 'custom scheme';

/** Addresses of one journey at the integrator’s site, and the requests that they have received. */
export interface Stop {
  /** The journey's first page. */
  readonly start: string;
  readonly redirectUri: string;
  /** Final address; for a custom scheme an app's address, which no browser opens. */
  readonly end: string;
  /** Query parameters of the requests to the callback, in their order. */
  readonly answers: readonly URLSearchParams[];
  /** `Referer` headers of the requests to the callback. */
  readonly referers: readonly string[];
  /** Number of requests for the journey’s last page. */
  readonly ends: number;
  /** HTML of the journey’s first page. */
  html: string;
}

/** An integrator's site under several names, with a callback for each journey. */
export interface HopSite {
  readonly origin: string;
  /** URL that accepts an external integration’s keys, or refuses them with `?refuse`. */
  readonly keysUri: string;
  stop(hop: Hop): Stop;
  close(): Promise<void>;
}

const appAddress = 'acme-app://callback';

export async function aHopSite(): Promise<HopSite> {
  const stops = new Map<string, { -readonly [member in keyof Stop]: Stop[member] } & Kept>();
  const answer: RequestListener = (request, response) => {
    const { pathname, searchParams, search } = new URL(request.url ?? '/', 'http://site');
    const [, what = '', id = '', step = ''] = pathname.split('/');
    const stop = stops.get(id);
    if (what === 'keys') return takeKeys(request, response, search === '?refuse' ? 500 : 200);
    if (stop === undefined) return send(response, 404, 'Nothing');
    if (what === 'start') return send(response, 200, stop.html);
    if (what === 'callback') {
      stop.answers.push(searchParams);
      if (request.headers.referer !== undefined) stop.referers.push(request.headers.referer);
    }
    const next = stop.hops[what === 'callback' ? 0 : Number(step)];
    if (next !== undefined) return void response.writeHead(302, { Location: next }).end();
    stop.ends += 1;
    return send(response, 200, '<h1>Arrived</h1>');
  };
  const plain = createServer(answer);
  const secure = createTlsServer(await aCertificate('shop.localhost'), answer);
  const [port, securePort] = [await listen(plain), await listen(secure)];
  const origin = `http://shop.localhost:${port}`;

  /** Returns the addresses that a callback redirects through, in order; the last one answers. */
  const hopsOf = (hop: Hop, id: string): readonly string[] => {
    switch (hop) {
      case 'answers itself':
        return [];
      case 'own site':
        return [`${origin}/arrived/${id}/1`];
      case 'second origin':
        return [`http://app.localhost:${port}/arrived/${id}/1`];
      case 'https':
        return [`https://shop.localhost:${securePort}/arrived/${id}/1`];
      case 'three origins':
        return ['www', 'app', 'my'].map((name, at) => `http://${name}.localhost:${port}/arrived/${id}/${at + 1}`);
      case 'custom scheme':
        return [`${appAddress}?id=${id}`];
    }
  };

  return {
    origin,
    keysUri: `http://localhost:${port}/keys`,
    stop(hop) {
      const id = `j${stops.size + 1}`;
      const redirectUri = `${origin}/callback/${id}`;
      const hops = hopsOf(hop, id);
      const stop = {
        start: `${origin}/start/${id}`,
        redirectUri,
        end: hops.at(-1) ?? redirectUri,
        answers: [],
        referers: [],
        ends: 0,
        html: '',
        hops,
      };
      stops.set(id, stop);
      return stop;
    },
    async close() {
      for (const server of [plain, secure]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

interface Kept {
  readonly hops: readonly string[];
  readonly answers: URLSearchParams[];
  readonly referers: string[];
}

function takeKeys(request: IncomingMessage, response: ServerResponse, status: number): void {
  request.resume().on('end', () => response.writeHead(status).end());
}

function send(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' })
    .end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title><body>${body}</body></html>`);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
