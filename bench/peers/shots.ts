import { randomBytes } from 'node:crypto';
import type { LoadRequest } from '../client.ts';
import type { Peer, TokenPair } from './peer.ts';

/** Operations that a server has to answer well. */
export const operations = ['refresh', 'exchange', 'introspection'] as const;
export type Operation = (typeof operations)[number];

/** Requests that a server has to refuse, and the good operation that each is compared with. */
export const refusals = {
  'refresh, wrong secret': 'refresh',
  'refresh, forged token': 'refresh',
  'exchange, unknown code': 'exchange',
  'introspection, wrong secret': 'introspection',
  'introspection, forged token': 'introspection',
} as const satisfies Record<string, Operation>;
export type Refusal = keyof typeof refusals;

/** Live token pairs that introspection asks about in turn. */
export const INTROSPECTED = 256;

/** Source of the requests of each connection; undefined when there are none left. */
export type Shots = (connection: number) => LoadRequest | undefined;

/** Makes the requests of a load. @param codes number of codes, for exchanges */
export type ShotsOf = (kind: Operation | Refusal, codes: number) => Promise<Shots>;

/** The requests of one peer. Exchanges leave tokens for the other operations, so they come first. */
export function shotsOf(peer: Peer): ShotsOf {
  const introspected: TokenPair[] = [];
  const refreshTokens: string[] = [];
  const tokenOf = (connection: number): string => refreshTokens[connection] ?? '';
  const exchange = (connection: number, code: string): LoadRequest => ({
    request: peer.exchange(code),
    take(status, body) {
      if (status !== 200) return false;
      const pair = JSON.parse(body) as TokenPair;
      if (introspected.length < INTROSPECTED) introspected.push(pair);
      else refreshTokens[connection] = pair.refresh_token;
      return true;
    },
  });
  const refresh: Shots = (connection) => ({
    request: peer.refresh(tokenOf(connection)),
    take(status, body) {
      if (status === 200) refreshTokens[connection] = (JSON.parse(body) as TokenPair).refresh_token;
      return status === 200;
    },
  });
  const inTurn = (make: (pair: TokenPair) => string, take: LoadRequest['take']): Shots => {
    let at = 0;
    return () => {
      const pair = introspected[(at += 1) % introspected.length];
      return pair === undefined ? undefined : { request: make(pair), take };
    };
  };
  return async (kind, codes) => {
    switch (kind) {
      case 'refresh':
        return refresh;
      case 'exchange': {
        const left = [...(await peer.codes(codes))];
        return (connection) => ifSome(left.pop(), (code) => exchange(connection, code));
      }
      case 'introspection':
        return inTurn((pair) => peer.introspection(pair), isActive);
      case 'refresh, wrong secret':
        return (connection) => ({ request: peer.refresh(tokenOf(connection), 'wrong'), take: isRefused });
      case 'refresh, forged token':
        return (connection) => ({ request: peer.refresh(forged(tokenOf(connection))), take: isRefused });
      case 'exchange, unknown code':
        return () => ({ request: peer.exchange(peer.unknownCode()), take: isRefused });
      case 'introspection, wrong secret':
        return inTurn((pair) => peer.introspection(pair, 'wrong'), isRefused);
      case 'introspection, forged token':
        return inTurn(
          (pair) => peer.introspection(forgedPair(pair)),
          (status, body) => isNotActive(peer, status, body),
        );
    }
  };
}

/** Whether an introspection answers that the token is live. @see RFC 7662 §2.2 */
export function isActive(status: number, body: string): boolean {
  return status === 200 && body.includes('"active":true');
}

/** Whether the peer's introspection answers about a forged token as it does, and does not call it live. */
export function isNotActive(peer: Peer, status: number, body: string): boolean {
  return peer.forgedStatuses.includes(status) && !isActive(status, body);
}

/** Whether a request is refused for its credentials, its code or its token. @see RFC 6749 §5.2 */
export function isRefused(status: number): boolean {
  return status === 400 || status === 401;
}

/** The pair with other ends of its tokens, another one each time: their form is right, their signature or MAC wrong. */
export function forgedPair(pair: TokenPair): TokenPair {
  return { access_token: forged(pair.access_token), refresh_token: forged(pair.refresh_token) };
}

/** Eight hexadecimal digits fit every alphabet of tokens. */
function forged(token: string): string {
  const at = token.length - 20;
  return token.slice(0, at) + randomBytes(4).toString('hex') + token.slice(at + 8);
}

function ifSome<Value, Result>(value: Value | undefined, make: (value: Value) => Result): Result | undefined {
  return value === undefined ? undefined : make(value);
}
