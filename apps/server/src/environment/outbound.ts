import type { Outbound, OutboundAnswer, OutboundRequest } from '@pristan/flows';
import type { SendFailure } from '@pristan/rules';
import type { buildConnector, Dispatcher } from 'undici';
import { Agent, request } from 'undici';
import { Refused, guardedConnector } from './guarded-connector.ts';
import { lanes } from './lanes.ts';
import type { LookUp } from './names.ts';
import { NameFailed, openNames } from './names.ts';
import { readBlock } from './public-address.ts';

const USER_AGENT = 'amoService-oAuth-Code-Sender/1.0';
const ANSWER_BYTES_MAX = 4096;
const REQUESTS_PER_HOST_MAX = 4;
const ASIDE_PER_HOST_MAX = 2;

/**
 * The guarded client.
 *
 * @param options.allow CIDRs of receivers that are not public and may be reached; never opens link-local addresses
 * @param options.lookUp,ca in place of the machine's names and certificates
 * @throws Error when an entry of `allow` is no CIDR
 * @see docs/spec/dialect.md#deliveries
 */
export function openOutbound(options: {
  readonly allow: readonly string[];
  readonly lookUp?: LookUp;
  readonly ca?: string;
}): Outbound {
  const { allow, lookUp = openNames(), ...rest } = options;
  const connect = guardedConnector({ ...rest, lookUp, allowed: allow.map(readBlock) });
  const main = openWay(connect, REQUESTS_PER_HOST_MAX);
  const aside = openWay(connect, ASIDE_PER_HOST_MAX);

  return {
    async send(asked) {
      const startedAt = performance.now();
      const ms = (): number => Math.round(performance.now() - startedAt);
      if (!URL.canParse(asked.url)) return { kind: 'failed', reason: 'refused_address', ms: 0 };
      const url = new URL(asked.url);
      const { agent, perHost } = asked.aside === true ? aside : main;
      const limit = startLimit(asked.timeoutMs);
      try {
        // A connection that is being made cannot be called off: it keeps its place in the lane until it is given up.
        const exchanged = perHost.run(url.host, limit.signal, async () => exchange(agent, { url, asked, limit }));
        return { kind: 'answered', ...(await Promise.race([limit.tooLate, exchanged])), ms: ms() };
      } catch (error) {
        return { kind: 'failed', reason: limit.signal.aborted ? 'timeout' : reasonOf(error), ms: ms() };
      } finally {
        limit.clear();
      }
    },
    async close() {
      await Promise.all([main.agent.destroy(), aside.agent.destroy()]);
    },
  };
}

/** Connections of their own, and as many requests to a host. */
function openWay(connect: buildConnector.connector, perHostMax: number) {
  const agent = new Agent({
    connect,
    connections: perHostMax,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 10_000,
    maxHeaderSize: 16_384,
  });
  return { agent, perHost: lanes(perHostMax) };
}

/** The time a request has. `tooLate` rejects when it is over, unless an answer had begun: that one ends by the signal. */
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
  return { signal, tooLate, begun: () => (hasBegun = true), clear: () => clearTimeout(timer) };
}

async function exchange(
  dispatcher: Dispatcher,
  {
    url,
    asked,
    limit,
  }: { readonly url: URL; readonly asked: OutboundRequest; readonly limit: ReturnType<typeof startLimit> },
): Promise<Omit<Extract<OutboundAnswer, { kind: 'answered' }>, 'kind' | 'ms'>> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Refused('not_https');
  const {
    statusCode: status,
    headers,
    body,
  } = await request(url, {
    dispatcher,
    method: asked.method,
    headers: { ...asked.headers, 'user-agent': USER_AGENT },
    body: asked.body ?? null,
    signal: limit.signal,
    headersTimeout: asked.timeoutMs,
    bodyTimeout: asked.timeoutMs,
  });
  limit.begun();
  return { status, headers, ...(await beginning(body, asked.answerBytesMax ?? ANSWER_BYTES_MAX)) };
}

/** The first bytes of a body; the rest is not waited for. A body that breaks off is one that ends there. */
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

function reasonOf(error: unknown): SendFailure {
  if (error instanceof Refused || error instanceof NameFailed) return error.reason;
  if (!(error instanceof Error)) return 'connect';
  // Of several addresses, none of which could be reached, the first tells.
  const { errors } = error as { errors?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return reasonOf(errors[0]);
  const code = 'code' in error ? String(error.code) : '';
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return 'timeout';
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|EPROTO|HOSTNAME_MISMATCH)/.test(code)) return 'tls';
  if (error.name === 'HTTPParserError' || /^(UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES|UND_ERR_INVALID)/.test(code))
    return 'bad_answer';
  return 'connect';
}
