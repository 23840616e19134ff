import type { Outbound, OutboundAnswer, OutboundRequest } from '@pristan/flows';
import type { buildConnector, Dispatcher } from 'undici';
import { Agent, DecoratorHandler, request } from 'undici';
import { ConnectionBlocked, guardedConnector } from './guarded-connector.ts';
import { keyedSemaphore } from './keyed-semaphore.ts';
import type { NameLookup } from './name-lookup.ts';
import { openNameLookup } from './name-lookup.ts';
import { readCidrBlock } from '../config/public-address.ts';
import { sendFailureOf } from './send-failure.ts';

const USER_AGENT = 'amoService-oAuth-Code-Sender/1.0';
const ANSWER_BYTES_MAX = 4096;
const REQUESTS_PER_HOST_MAX = 4;
const ASIDE_PER_HOST_MAX = 2;

/**
 * Opens the HTTP client for outgoing requests, which only connects to permitted addresses.
 *
 * @param options.allow CIDRs of receivers that are not public and may be connected to; never allows link-local
 * addresses
 * @param options.lookUp,ca used in place of the machine's name lookup and trusted certificates
 * @throws Error when an entry of `allow` is not a CIDR
 * @see docs/spec/dialect.md#deliveries
 */
export function openOutbound(options: {
  readonly allow: readonly string[];
  readonly lookUp?: NameLookup;
  readonly ca?: string;
}): Outbound {
  const { allow, lookUp = openNameLookup(), ...rest } = options;
  const connect = guardedConnector({ ...rest, lookUp, allowed: allow.map(readCidrBlock) });
  const main = openWay(connect, REQUESTS_PER_HOST_MAX);
  const aside = openWay(connect, ASIDE_PER_HOST_MAX);

  return {
    async send(asked) {
      const startedAt = performance.now();
      const ms = (): number => Math.round(performance.now() - startedAt);
      if (!URL.canParse(asked.url)) return { kind: 'failed', reason: 'refused_address', wasSent: false, ms: 0 };
      const url = new URL(asked.url);
      const { dispatcher, perHost } = asked.aside === true ? aside : main;
      const limit = startLimit(asked.timeoutMs);
      try {
        // A connection attempt cannot be cancelled: the request keeps its slot until undici gives the connection up.
        const exchanged = perHost.run(url.host, limit.signal, async () => exchange(dispatcher, { url, asked, limit }));
        return { kind: 'answered', ...(await Promise.race([limit.tooLate, exchanged])), ms: ms() };
      } catch (error) {
        const { wasSent } = limit;
        const late = wasSent ? 'timeout' : 'connect_timeout';
        return { kind: 'failed', reason: limit.signal.aborted ? late : sendFailureOf(error), wasSent, ms: ms() };
      } finally {
        limit.clear();
      }
    },
    async close() {
      await Promise.all([main.agent.destroy(), aside.agent.destroy()]);
    },
  };
}

/** Opens a separate set of connections, each host with at most this many concurrent requests. */
function openWay(connect: buildConnector.connector, perHostMax: number) {
  const agent = new Agent({
    connect,
    connections: perHostMax,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 10_000,
    maxHeaderSize: 16_384,
  });
  return { agent, dispatcher: agent.compose(tellingStart), perHost: keyedSemaphore(perHostMax) };
}

/** Reports that a connection is open and that the request is about to be written to it. */
const tellingStart: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const { onStart } = options as { readonly onStart?: () => void };
  return dispatch(options, onStart === undefined ? handler : new StartHandler(handler, onStart));
};

// undici's types omit the methods of DecoratorHandler.
const Decorator = DecoratorHandler as unknown as new (handler: Dispatcher.DispatchHandler) => {
  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void;
};

class StartHandler extends Decorator {
  readonly #onStart: () => void;
  constructor(handler: Dispatcher.DispatchHandler, onStart: () => void) {
    super(handler);
    this.#onStart = onStart;
  }
  override onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.#onStart();
    super.onRequestStart(controller, context);
  }
}

/**
 * Starts the time limit of a request. `tooLate` rejects at the limit, unless an answer has begun: then the signal ends
 * the answer.
 */
function startLimit(timeoutMs: number) {
  const limit = new AbortController();
  const { signal } = limit;
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  let hasBegun = false;
  const tooLate = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      if (!hasBegun) reject(signal.reason as Error);
    });
  });
  return {
    signal,
    tooLate,
    /** Whether the request was started on an open connection. */
    wasSent: false,
    begun: () => (hasBegun = true),
    clear: () => clearTimeout(timer),
  };
}

async function exchange(
  dispatcher: Dispatcher,
  {
    url,
    asked,
    limit,
  }: { readonly url: URL; readonly asked: OutboundRequest; readonly limit: ReturnType<typeof startLimit> },
): Promise<Omit<Extract<OutboundAnswer, { kind: 'answered' }>, 'kind' | 'ms'>> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new ConnectionBlocked('not_https');
  const options = {
    dispatcher,
    method: asked.method,
    headers: { ...asked.headers, 'user-agent': USER_AGENT },
    body: asked.body ?? null,
    signal: limit.signal,
    headersTimeout: asked.timeoutMs,
    bodyTimeout: asked.timeoutMs,
    onStart: () => {
      limit.wasSent = true;
    },
  };
  const { statusCode: status, headers, body } = await request(url, options);
  limit.begun();
  return { status, headers, ...(await beginning(body, asked.answerBytesMax ?? ANSWER_BYTES_MAX)) };
}

/**
 * Reads the first bytes of an answer's body without waiting for the rest. A body that breaks off counts up to that
 * point.
 */
async function beginning(body: Dispatcher.ResponseData['body'], bytesMax: number) {
  const chunks: Buffer[] = [];
  let size = 0;
  let complete = true;
  try {
    for await (const chunk of body) {
      const bytes = Buffer.from(chunk as Uint8Array);
      chunks.push(bytes.subarray(0, bytesMax - size));
      size += bytes.length;
      if (size > bytesMax) {
        complete = false;
        break;
      }
    }
  } catch {
    complete = false;
  }
  if (!complete) body.on('error', () => undefined).destroy();
  return { body: Buffer.concat(chunks), complete };
}
