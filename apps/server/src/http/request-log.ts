import type { FastifyBaseLogger } from 'fastify';

type Lines = Pick<FastifyBaseLogger, 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'>;
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const satisfies (keyof Lines)[];

/**
 * The log of one request, whose lines carry the request's id. It makes a log of its own at the first line: most requests
 * write none.
 */
export function requestLog(parent: FastifyBaseLogger, bindings: Parameters<FastifyBaseLogger['child']>[0]) {
  return new RequestLog(parent, bindings) as unknown as FastifyBaseLogger;
}

class RequestLog {
  readonly #parent: FastifyBaseLogger;
  readonly #bindings: Parameters<FastifyBaseLogger['child']>[0];
  #own: FastifyBaseLogger | undefined;

  constructor(parent: FastifyBaseLogger, bindings: Parameters<FastifyBaseLogger['child']>[0]) {
    this.#parent = parent;
    this.#bindings = bindings;
  }

  get own(): FastifyBaseLogger {
    this.#own ??= this.#parent.child(this.#bindings);
    return this.#own;
  }

  get level(): string {
    return this.own.level;
  }

  child(...asked: Parameters<FastifyBaseLogger['child']>): FastifyBaseLogger {
    return this.own.child(...asked);
  }
}

for (const level of levels) {
  Object.defineProperty(RequestLog.prototype, level, {
    value(this: RequestLog, ...words: Parameters<FastifyBaseLogger['info']>) {
      this.own[level](...words);
    },
  });
}
