import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Time limits of a request and its connection, in milliseconds. */
export const requestTimes = {
  headersMs: 20_000,
  /** Limit for every request body except an upload. */
  bodyMs: 30_000,
  /** Limit for an upload: 20 MiB at the minimum speed, with some reserve; `readBytes` checks the speed itself. */
  uploadMs: 25 * 60_000,
  /** Interval between two checks for connections that exceed a limit. */
  checkedEveryMs: 3_000,
} as const;

/**
 * Answers 408 and closes the connection when a request body takes longer than `bodyMs`. Node has a single limit for all
 * bodies, which must suit uploads; uploads have a minimum speed instead. A periodic check saves a timer per body, and ends
 * when no body is being read.
 */
export function limitBodyTime(app: FastifyInstance, bodyMs: number = requestTimes.bodyMs): void {
  const begunAt = new Map<IncomingMessage, number>();
  let looking: NodeJS.Timeout | undefined;
  const look = (): void => {
    const late = performance.now() - bodyMs;
    for (const [raw, at] of begunAt) {
      // A refused request never reaches `preValidation`, so its entry is removed here.
      if (!raw.complete && !raw.destroyed && at > late) continue;
      begunAt.delete(raw);
      if (!raw.complete) endLate(raw);
    }
    if (begunAt.size > 0) return;
    clearInterval(looking);
    looking = undefined;
  };
  app.addHook('onRequest', (request, _reply, done) => {
    if (hasBody(request) && request.routeOptions.config.cost !== 'upload') {
      begunAt.set(request.raw, performance.now());
      looking ??= setInterval(look, Math.min(bodyMs, requestTimes.checkedEveryMs)).unref();
    }
    done();
  });
  // At `preValidation` the request body has been read completely.
  app.addHook('preValidation', (request, _reply, done) => {
    begunAt.delete(request.raw);
    done();
  });
  app.addHook('onClose', (_app, done) => {
    clearInterval(looking);
    done();
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function endLate({ socket }: IncomingMessage): void {
  // A request injected without a socket has no connection to close.
  if (!(socket instanceof Socket) || socket.destroyed) return;
  socket.write('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
  socket.destroySoon();
}
