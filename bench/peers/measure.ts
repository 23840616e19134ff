import type { LoadRequest } from '../client.ts';
import { load } from '../client.ts';
import { cpuMicros } from '../machine.ts';
import type { PeerDatabase } from './database.ts';
import { backendMicros, pinBackends } from './database.ts';
import type { Peer, TokenPair } from './peer.ts';

export const operations = ['refresh', 'exchange', 'introspection'] as const;
export type Operation = (typeof operations)[number];

/** Figures of one load: requests per second, latency, and CPU time per request. */
export interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly nodeMicros: number;
  readonly postgresMicros: number;
}

/** A peer that is ready to be measured. */
export interface Measured {
  readonly peer: Peer;
  /** Loads the peer with one operation. @param seconds duration of the load */
  measure(operation: Operation, seconds: number): Promise<Figures>;
}

const CONNECTIONS = 32;
const WARM_UP_SECONDS = 0.3;
/** Live token pairs that introspection asks about in turn. */
const INTROSPECTED = 256;
/** Codes made for a second of load, as a multiple of the exchanges per second in the load before. */
const RESERVE = 1.5;
const FIRST_CODES_PER_SECOND = 1_500;

/** Prepares a peer's tokens. @param core core of the backends of PostgreSQL */
export async function prepare(peer: Peer, database: PeerDatabase, core: number | undefined): Promise<Measured> {
  const shots = shotsOf(peer);
  let codesPerSecond = FIRST_CODES_PER_SECOND;
  // Exchanges provide the tokens of the other operations.
  const next = await shots('exchange', INTROSPECTED + 8 * CONNECTIONS);
  await load(peer.port, { connections: CONNECTIONS, seconds: 60, next });
  const cpu = async (): Promise<{ node: number; postgres: number }> => ({
    node: cpuMicros([peer.pid]),
    postgres: await backendMicros(database),
  });
  return {
    peer,
    async measure(operation, seconds) {
      const next = await shots(operation, Math.ceil((seconds + WARM_UP_SECONDS) * codesPerSecond));
      await load(peer.port, { connections: CONNECTIONS, seconds: WARM_UP_SECONDS, next });
      if (core !== undefined) await pinBackends(database, core);
      const before = await cpu();
      const { done, failed, perSecond, p50Ms, p99Ms } = await load(peer.port, {
        connections: CONNECTIONS,
        seconds,
        next,
      });
      const after = await cpu();
      if (failed > 0) throw new Error(`${peer.name} answered ${failed} of ${done} requests for ${operation} otherwise`);
      if (operation === 'exchange') codesPerSecond = Math.ceil(perSecond * RESERVE);
      const nodeMicros = (after.node - before.node) / done;
      return { perSecond, p50Ms, p99Ms, nodeMicros, postgresMicros: (after.postgres - before.postgres) / done };
    },
  };
}

/** Returns the source of each connection's requests, for a load of one operation. @param codes number of exchanges */
type Shots = (operation: Operation, codes: number) => Promise<(connection: number) => LoadRequest | undefined>;

function shotsOf(peer: Peer): Shots {
  const introspected: TokenPair[] = [];
  const refreshTokens: string[] = [];
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
  const refresh = (connection: number): LoadRequest => ({
    request: peer.refresh(refreshTokens[connection] ?? ''),
    take(status, body) {
      if (status === 200) refreshTokens[connection] = (JSON.parse(body) as TokenPair).refresh_token;
      return status === 200;
    },
  });
  const introspections = (): (() => LoadRequest) => {
    const requests = introspected.map((pair) => peer.introspection(pair));
    let at = 0;
    return () => ({
      request: requests[(at += 1) % requests.length] ?? '',
      take: (status, body) => status === 200 && body.includes('"active":true'),
    });
  };
  return async (operation, codes) => {
    if (operation === 'refresh') return refresh;
    if (operation === 'introspection') return introspections();
    const left = [...(await peer.codes(codes))];
    return (connection) => {
      const code = left.pop();
      return code === undefined ? undefined : exchange(connection, code);
    };
  };
}
