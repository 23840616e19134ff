import { cpuByPid, residentMb, usedBetween } from '../machine.ts';
import type { PeerDatabase } from './database.ts';

/** Cost of one operation; a figure that this machine does not tell is undefined. */
export interface Cost {
  /** CPU time of the server's process, in microseconds. */
  readonly nodeMicros: number | undefined;
  /** CPU time of the database's backends, in microseconds. */
  readonly postgresMicros: number | undefined;
  /** Bytes of write-ahead log, of all databases of the server. */
  readonly walBytes: number;
  /** Resident memory of the server's process after the load, in MB. */
  readonly residentMb: number | undefined;
}

/**
 * Runs a load and divides its cost by the operations it did.
 *
 * @throws Error when it did none
 */
export async function withCost<Result extends { readonly done: number }>(
  of: { readonly pid: number; readonly database: PeerDatabase },
  run: () => Promise<Result>,
): Promise<Result & Cost> {
  const read = async () => ({
    node: cpuByPid([of.pid], ''),
    postgres: await of.database.backends(),
    wal: await of.database.walBytes(),
  });
  const before = await read();
  const result = await run();
  const after = await read();
  const { done } = result;
  if (done === 0) throw new Error('a load did nothing');
  return {
    ...result,
    nodeMicros: each(before.node, after.node, done),
    postgresMicros: each(before.postgres, after.postgres, done),
    walBytes: (after.wal - before.wal) / done,
    residentMb: after.node === undefined ? undefined : residentMb(of.pid),
  };
}

type Reading = ReadonlyMap<number, number> | undefined;

function each(before: Reading, after: Reading, done: number): number | undefined {
  return before === undefined || after === undefined ? undefined : usedBetween(before, after) / done;
}

/** The sum of two figures, if both were taken. */
export function sumIfTaken(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}
