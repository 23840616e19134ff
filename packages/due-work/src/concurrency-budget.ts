const HOSTS_REMEMBERED_MAX = 10_000;

/** Concurrency limits of one node for one kind of work. */
export interface Budget {
  readonly total: number;
  readonly perHost: number;
}

/** Free capacity: the limits of the next claim. */
export interface FreeSlots {
  readonly limit: number;
  /** Free capacity for a host that `room` does not name. */
  readonly perHost: number;
  readonly room: readonly { readonly host: string; readonly free: number }[];
}

/** Concurrency budget of a node: counts work in progress, in total and per host. */
export interface ConcurrencyBudget {
  free(): FreeSlots;
  /** Records what a claim took within its limits: a host that took its whole share may have more due. */
  claimed(might: FreeSlots, hosts: readonly string[]): void;
  enter(host: string): void;
  /**
   * @param hung the work was given up because its time was over
   * @returns whether more may wait for the freed capacity: none was left before, or the host may have more due
   */
  leave(host: string, hung: boolean): boolean;
}

/**
 * Opens a budget. A host that hung gets one piece of work at a time until it answers, and all such hosts together get
 * half of the total, so that they never hold up the others.
 */
export function openConcurrencyBudget({ total: totalMax, perHost: perHostMax }: Budget): ConcurrencyBudget {
  const slowMax = Math.max(1, Math.floor(totalMax / 2));
  const busy = new Map<string, number>();
  const slow = new Set<string>();
  /** Hosts that may have more due than they had capacity for. */
  const backlogged = new Set<string>();
  let total = 0;
  let slowTotal = 0;
  /** The last claim ended at the total limit, so hosts that it did not reach may have work due. */
  let isCutShort = false;

  const isFull = (host: string): boolean => {
    const most = slow.has(host) ? 1 : perHostMax;
    return (busy.get(host) ?? 0) >= most || total >= totalMax || slowTotal >= slowMax;
  };

  return {
    free() {
      const hosts = new Set([...busy.keys(), ...slow]);
      const slowFull = slowTotal >= slowMax;
      return {
        limit: totalMax - total,
        perHost: perHostMax,
        room: [...hosts].map((host) => {
          const most = slow.has(host) ? (slowFull ? 0 : 1) : perHostMax;
          return { host, free: Math.max(0, most - (busy.get(host) ?? 0)) };
        }),
      };
    },
    claimed({ limit, perHost, room }, hosts) {
      const most = new Map(room.map(({ host, free }) => [host, free]));
      const took = new Map<string, number>();
      for (const host of hosts) took.set(host, (took.get(host) ?? 0) + 1);
      for (const [host, count] of took) if (count >= (most.get(host) ?? perHost)) backlogged.add(host);
      isCutShort = hosts.length >= limit;
      if (isCutShort) return;
      for (const host of backlogged) if ((took.get(host) ?? 0) < (most.get(host) ?? perHost)) backlogged.delete(host);
    },
    enter(host) {
      busy.set(host, (busy.get(host) ?? 0) + 1);
      total++;
      if (slow.has(host)) slowTotal++;
    },
    leave(host, hung) {
      const wasFull = isFull(host);
      const left = (busy.get(host) ?? 1) - 1;
      const wasSlow = slow.has(host);
      total--;
      if (wasSlow) slowTotal--;
      if (left === 0) busy.delete(host);
      else busy.set(host, left);
      if (hung && !wasSlow && slow.size < HOSTS_REMEMBERED_MAX) {
        slow.add(host);
        slowTotal += left;
      } else if (!hung && wasSlow) {
        slow.delete(host);
        slowTotal -= left;
      }
      return wasFull || isCutShort || backlogged.has(host);
    },
  };
}
