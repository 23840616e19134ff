import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Platform } from './platform.ts';

/** A request that reached the platform, and the status of its response. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly origin: string | undefined;
  readonly fetchUser: string | undefined;
  readonly fetchMode: string | undefined;
  readonly fetchSite: string | undefined;
}

/** Records every request to the platform's socket from now on, in the order of the responses. */
export function receivedRequests(platform: Platform): readonly ReceivedRequest[] {
  const received: ReceivedRequest[] = [];
  platform.app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    response.on('finish', () => {
      const { method = '', url = '', headers } = request;
      received.push({
        method,
        url,
        status: response.statusCode,
        origin: headers.origin,
        fetchUser: one(headers['sec-fetch-user']),
        fetchMode: one(headers['sec-fetch-mode']),
        fetchSite: one(headers['sec-fetch-site']),
      });
    });
  });
  return received;
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join() : header;
}
