import { setTimeout as pause } from 'node:timers/promises';
import { openConcurrencyBudget } from './concurrency-budget.ts';
import { doublingWait } from './doubling-wait.ts';
import { searchWait } from './search-wait.ts';
import type { WorkKind } from './work-kind.ts';
import { carryOut } from './work-kind.ts';

/** Clock and log of the process that does the work. */
export interface WorkSite {
  /** Time in ms since 1970. */
  now(): number;
  /**
   * Called when a claim failed, or an outcome could not be stored. Neither ends the loop.
   *
   * @param problem.key the piece of work, when a settlement failed
   */
  report(problem: { readonly step: 'claim' | 'settle'; readonly key?: string; readonly error: unknown }): void;
}

/** The loop of one kind of work on this node. */
export interface RunningWork {
  /** Looks for due work now. */
  wake(): void;
  /** Claims no more, and waits for running work: `stopMs` at most. @returns how many pieces still run */
  stop(): Promise<number>;
  /** Number of pieces that this node is doing. */
  inProgress(): number;
}

/** Pause between two claims in ms, so that work that comes in hundreds is claimed together. */
const PAUSE_MS = 10;
/** Pause after failed claims, while the database is away. */
const FAILED_PAUSE = { firstMs: 50, longestMs: 1000 };

/**
 * Starts doing one kind of work on this node. It looks for due work when it is woken, when a piece of work ends and more
 * may wait for its capacity, and by itself: every `lookMs` while work is running or overdue, otherwise when the next
 * piece is due, but at least every `idleMs`. It holds at most `budget.total` pieces in memory, however many are due.
 */
export function startWork<Item, Result>(kind: WorkKind<Item, Result>, site: WorkSite): RunningWork {
  const budget = openConcurrencyBudget(kind.budget);
  /** End of the lease of each piece of work in progress, by key. */
  const leases = new Map<string, number>();
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  let looking: Promise<void> | undefined;
  let again = false;
  let failedClaims = 0;
  let timer: NodeJS.Timeout | undefined;

  const claim = async (): Promise<void> => {
    const free = budget.free();
    if (free.limit <= 0) return;
    const now = site.now();
    const leaseEndsAt = now + kind.leaseMs;
    const except = [...leases].filter(([, endsAt]) => endsAt <= now).map(([key]) => key);
    const items = await kind.claim({ ...free, now, leaseEndsAt, except });
    const hosts = items.map((item) => kind.hostOf(item));
    budget.claimed(free, hosts);
    for (const item of items) begin(item, leaseEndsAt);
  };

  const look = async (): Promise<void> => {
    let ms = kind.lookMs;
    while (again && !stopping.signal.aborted) {
      again = false;
      ms = kind.lookMs;
      try {
        await claim();
        if (running.size === 0) ms = await untilNextSearch(kind, site);
        failedClaims = 0;
      } catch (error) {
        failedClaims += 1;
        site.report({ step: 'claim', error });
      }
      await pauseUnless(stopping.signal, pauseMsAfter(failedClaims));
    }
    looking = undefined;
    clearTimeout(timer);
    if (!stopping.signal.aborted) timer = setTimeout(wake, ms).unref();
  };

  const wake = (): void => {
    again = true;
    if (!stopping.signal.aborted) looking ??= look();
  };

  const begin = (item: Item, leaseEndsAt: number): void => {
    const key = kind.keyOf(item);
    const host = kind.hostOf(item);
    budget.enter(host);
    leases.set(key, leaseEndsAt);
    const done = hasHungDoing(kind, item, site).then((hasHung) => {
      leases.delete(key);
      running.delete(done);
      if (budget.leave(host, hasHung)) wake();
    });
    running.add(done);
  };

  wake();

  return {
    wake,
    inProgress: () => running.size,
    async stop() {
      clearTimeout(timer);
      stopping.abort();
      await looking;
      await endOf(running, kind.stopMs);
      return running.size;
    },
  };
}

/** Carries out one piece of work, and reports an outcome that could not be stored. @returns whether its host hung */
async function hasHungDoing<Item, Result>(kind: WorkKind<Item, Result>, item: Item, site: WorkSite): Promise<boolean> {
  try {
    const ending = await carryOut(kind, item);
    return kind.hasHung?.(ending) ?? false;
  } catch (error) {
    site.report({ step: 'settle', key: kind.keyOf(item), error });
    return false;
  }
}

/** Wait (ms) of a node that is doing nothing. */
async function untilNextSearch<Item, Result>(kind: WorkKind<Item, Result>, site: WorkSite): Promise<number> {
  return searchWait(kind, { dueAt: await kind.nextDueAt(), now: site.now() });
}

function pauseMsAfter(failedClaims: number): number {
  return failedClaims === 0 ? PAUSE_MS : doublingWait(failedClaims, FAILED_PAUSE);
}

/** Pauses, or returns at once when the signal comes. */
async function pauseUnless(signal: AbortSignal, ms: number): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}

/** Waits for the end of running work, `msMax` at most. */
async function endOf(running: Iterable<Promise<void>>, msMax: number): Promise<void> {
  const waited = new AbortController();
  await Promise.race([Promise.all(running), pauseUnless(waited.signal, msMax)]);
  waited.abort();
}
