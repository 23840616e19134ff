import { setTimeout as pause } from 'node:timers/promises';
import type { LoadRequest } from './client.ts';
import { openWire } from './client.ts';

/** Result of an open load. */
export interface OpenLoadResult {
  readonly done: number;
  readonly failed: number;
  /** Requests per second that were answered, from the first due time to the last answer. */
  readonly perSecond: number;
  /** Milliseconds from the due time of each request to its answer, in no order. */
  readonly times: readonly number[];
}

/** Milliseconds from the start of a load to the due time of its request with this number, from zero. */
export function dueMs(number: number, perSecond: number): number {
  return (number * 1000) / perSecond;
}

/**
 * Number of requests whose due time has come.
 *
 * @param elapsedMs milliseconds since the start
 */
export function dueBy(elapsedMs: number, load: { readonly perSecond: number; readonly seconds: number }): number {
  const all = Math.floor(load.perSecond * load.seconds);
  return Math.min(all, Math.floor((elapsedMs * load.perSecond) / 1000) + 1);
}

/**
 * Sends requests at a fixed rate, whether or not earlier ones are answered. A latency counts from the due time: a request
 * that waits for a connection behind slow ones is as slow as its caller would see it. Node's timers add up to a
 * millisecond.
 *
 * @throws Error when `next` has no request left before the time is over
 */
export async function openLoad(
  port: number,
  options: {
    readonly connections: number;
    readonly perSecond: number;
    readonly seconds: number;
    readonly next: (connection: number) => LoadRequest | undefined;
  },
): Promise<OpenLoadResult> {
  const wires = await Promise.all(Array.from({ length: options.connections }, async () => openWire(port)));
  const free = [...wires.keys()];
  const times: number[] = [];
  let sent = 0;
  let failed = 0;
  let broken: Error | undefined;
  const started = performance.now();
  const elapsedMs = (): number => performance.now() - started;

  const sendDue = (): void => {
    while (sent < dueBy(elapsedMs(), options) && free.length > 0) void sendOne(free.shift() ?? 0, sent++);
  };
  const sendOne = async (connection: number, number: number): Promise<void> => {
    try {
      const shot = options.next(connection);
      if (shot === undefined) throw new Error('an open load ran out of requests');
      const answer = await wires[connection]?.send(shot.request);
      times.push(elapsedMs() - dueMs(number, options.perSecond));
      if (answer === undefined || !shot.take(answer.status, answer.body)) failed += 1;
      free.push(connection);
      sendDue();
    } catch (error) {
      broken ??= error instanceof Error ? error : new Error(String(error));
    }
  };

  const all = dueBy(Number.POSITIVE_INFINITY, options);
  while (times.length < all && broken === undefined) {
    sendDue();
    await pause(1);
  }
  const seconds = elapsedMs() / 1000;
  for (const wire of wires) wire.close();
  if (broken !== undefined) throw broken;
  return { done: times.length, failed, perSecond: times.length / seconds, times };
}
