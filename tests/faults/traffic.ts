import type { LightMyRequestResponse } from 'fastify';
import type { Integration } from '../harness/fixtures.ts';
import type { Platform } from '../harness/platform.ts';
import { callApi } from '../integration/access/call.ts';
import type { TokenPair, TokenRequest } from '../integration/token/token-request.ts';
import { codeGrant, refreshGrant, requestTokens } from '../integration/token/token-request.ts';

/** Answers after which `busy` says that the traffic is under way. */
const BUSY_AFTER = 40;

/** A node of the platform, as its clients reach it. */
export type Node = Pick<Platform, 'inject'>;

export interface ResourceServer {
  readonly id: string;
  readonly secret: string;
}

/** An answer of the traffic: `200 active`, `200 inactive`, or the status of a token request. */
export interface Seen {
  readonly what: 'refresh' | 'exchange' | 'introspect';
  readonly got: string;
  /** The request began after the end that the test made. */
  readonly isLate: boolean;
}

/** Requests that refresh, exchange and introspect without a pause, on every node at once. */
export interface Traffic {
  /** Resolves when many requests have been answered; further ones are on their way all the time. */
  readonly busy: Promise<void>;
  /** Every pair of tokens that any request has returned, and the first ones. */
  readonly pairs: readonly TokenPair[];
  /** Says that the end is answered: each client sends one more request, then stops. @returns all answers */
  ended(): Promise<readonly Seen[]>;
}

/** Starts the traffic of an integration: a chain of refreshes for each pair, and the exchange of these codes. */
export function startTraffic(
  nodes: readonly Node[],
  server: ResourceServer,
  { integration, pairs: first, codes }: { integration: Integration; pairs: readonly TokenPair[]; codes: string[] },
): Traffic {
  const pairs = [...first];
  const seen: Seen[] = [];
  let isEnded = false;
  let isBusy: () => void = () => undefined;
  const busy = new Promise<void>((resolve) => (isBusy = resolve));
  /** Sends one request after the other, the last one after the end. */
  const client = async (what: Seen['what'], send: () => Promise<LightMyRequestResponse>): Promise<void> => {
    for (let isLate = false; !isLate;) {
      isLate = isEnded;
      const answer = await send();
      seen.push({ what, got: verdictOf(answer), isLate });
      if (seen.length === BUSY_AFTER) isBusy();
    }
  };
  const keep = (answer: LightMyRequestResponse): TokenPair | undefined => {
    if (answer.statusCode !== 200) return undefined;
    const pair = answer.json<TokenPair>();
    pairs.push(pair);
    return pair;
  };
  const ask = async (node: Node, request: TokenRequest) => requestTokens(node, integration, request);

  const chain = (node: Node, pair: TokenPair) => {
    let current = pair.refresh_token;
    return client('refresh', async () => {
      const answer = await ask(node, refreshGrant(current));
      current = keep(answer)?.refresh_token ?? current;
      return answer;
    });
  };
  const exchanges = (node: Node) => {
    let code = '';
    return client('exchange', async () => {
      // Some are left for after the end.
      if (codes.length > nodes.length || isEnded) code = codes.pop() ?? code;
      const answer = await ask(node, codeGrant(integration, code));
      keep(answer);
      return answer;
    });
  };
  const introspections = (node: Node) =>
    client('introspect', async () => introspect(node, server, pairs.at(-1)?.access_token ?? ''));

  const clients = [
    ...first.map((pair, at) => chain(nodes[at % nodes.length] as Node, pair)),
    ...nodes.flatMap((node) => [exchanges(node), introspections(node), introspections(node)]),
  ];
  return {
    busy,
    pairs,
    async ended() {
      isEnded = true;
      await Promise.all(clients);
      return seen;
    },
  };
}

export async function introspect(node: Node, server: ResourceServer, token: string): Promise<LightMyRequestResponse> {
  return node.inject({
    method: 'POST',
    url: '/oauth/v2/introspect',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${server.id}:${server.secret}`).toString('base64')}`,
    },
    payload: new URLSearchParams({ token }).toString(),
  });
}

/** The answers that a node gives to a pair: introspection, an API request, a refresh. */
export async function answersTo(
  node: Node,
  { server, integration, pair }: { server: ResourceServer; integration: Integration; pair: TokenPair },
): Promise<string> {
  const [introspected, called, refreshed] = await Promise.all([
    introspect(node, server, pair.access_token),
    callApi(node, pair.access_token, '/api/v4/account'),
    requestTokens(node, integration, refreshGrant(pair.refresh_token)),
  ]);
  return `introspection ${verdictOf(introspected)}, API ${called.statusCode}, refresh ${refreshed.statusCode}`;
}

export function verdictOf(answer: LightMyRequestResponse): string {
  const { active } = answer.json<{ active?: boolean }>();
  if (active === undefined) return String(answer.statusCode);
  return `${answer.statusCode} ${active ? 'active' : 'inactive'}`;
}
