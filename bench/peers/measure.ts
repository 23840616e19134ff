import type { LoadResult } from '../client.ts';
import { load } from '../client.ts';
import type { OpenLoadResult } from '../open-loop.ts';
import { openLoad } from '../open-loop.ts';
import type { Cost } from './cost.ts';
import { withCost } from './cost.ts';
import type { PeerDatabase } from './database.ts';
import type { Peer } from './peer.ts';
import type { Operation, Refusal, Shots, ShotsOf } from './shots.ts';
import { INTROSPECTED, shotsOf } from './shots.ts';

/** A load whose connections send a request as soon as the one before is answered. */
export type ClosedLoad = LoadResult & Cost;

/** A load at a fixed rate. */
export interface OpenLoad extends OpenLoadResult, Cost {
  /** Requests per second that were due. */
  readonly offered: number;
}

/** A peer that is ready to be measured. Each load ends with an error at the first unexpected answer. */
export interface Measured {
  readonly peer: Peer;
  readonly database: PeerDatabase;
  closed(kind: Operation | Refusal, seconds: number): Promise<ClosedLoad>;
  open(operation: Operation, perSecond: number, seconds: number): Promise<OpenLoad>;
  /** Makes the requests for an operation. @returns a function that sends exactly so many */
  repeat(operation: Operation, count: number): Promise<() => Promise<void>>;
}

/** Requests in flight of a closed load, and connections of an open one. */
export const CONNECTIONS = 32;
const WARM_UP_SECONDS = 0.2;
/** Codes made for a second of load, as a multiple of the exchanges per second in the load before. */
const RESERVE = 1.5;
const FIRST_CODES_PER_SECOND = 1_500;
const ANY_SECONDS = 120;

/** Prepares a peer's tokens. @param core core of the backends of PostgreSQL */
export async function prepare(peer: Peer, database: PeerDatabase, core: number | undefined): Promise<Measured> {
  const otherwise: string[] = [];
  const shots = watched(shotsOf(peer), otherwise);
  const of = { pid: peer.pid, database };
  let codesPerSecond = FIRST_CODES_PER_SECOND;
  const checked = <Result extends { readonly done: number; readonly failed: number }>(
    kind: string,
    result: Result,
  ): Result => {
    if (result.failed === 0) return result;
    const share = `${result.failed} of ${result.done}`;
    throw new Error(`${peer.name} answered ${share} requests for ${kind} otherwise, first: ${otherwise[0]}`);
  };
  const settle = async (): Promise<void> => {
    if (core !== undefined) await database.pinBackends(core);
  };
  const repeat: Measured['repeat'] = async (operation, count) => {
    const next = await shots(operation, count);
    let left = count;
    const counted: Shots = (connection) => ((left -= 1) < 0 ? undefined : next(connection));
    return async () => {
      const result = await load(peer.port, { connections: CONNECTIONS, seconds: ANY_SECONDS, next: counted });
      if (checked(operation, result).done < count) throw new Error(`${peer.name} did ${result.done} of ${count}`);
    };
  };
  // Exchanges provide the tokens of the other operations.
  const exchange = await repeat('exchange', INTROSPECTED + 8 * CONNECTIONS);
  await exchange();
  return {
    peer,
    database,
    repeat,
    async closed(kind, seconds) {
      const next = await shots(kind, Math.ceil((seconds + WARM_UP_SECONDS) * codesPerSecond));
      await load(peer.port, { connections: CONNECTIONS, seconds: WARM_UP_SECONDS, next });
      await settle();
      const result = await withCost(of, () => load(peer.port, { connections: CONNECTIONS, seconds, next }));
      if (kind === 'exchange') codesPerSecond = Math.ceil(result.perSecond * RESERVE);
      return checked(kind, result);
    },
    async open(operation, perSecond, seconds) {
      const next = await shots(operation, Math.ceil(perSecond * seconds));
      await settle();
      const options = { connections: CONNECTIONS, perSecond, seconds, next };
      return { ...checked(operation, await withCost(of, () => openLoad(peer.port, options))), offered: perSecond };
    },
  };
}

/** The same requests; remembers the answers that were not expected. */
function watched(shots: ShotsOf, otherwise: string[]): ShotsOf {
  return async (kind, codes) => {
    const next = await shots(kind, codes);
    return (connection) => {
      const shot = next(connection);
      if (shot === undefined) return undefined;
      return {
        request: shot.request,
        take(status, body) {
          const isExpected = shot.take(status, body);
          if (!isExpected) otherwise.push(`${status} ${body.slice(0, 300)}`);
          return isExpected;
        },
      };
    };
  };
}
