const IN_FLIGHT_MAX = 512;
const PER_HOST_MAX = 4;
/** Most concurrent requests to hosts that did not answer in time, so that the other hosts always find capacity. */
const SLOW_MAX = IN_FLIGHT_MAX / 2;
const HOSTS_REMEMBERED_MAX = 10_000;

/** Numbers of deliveries that the next claim may take. */
export interface FreeSlots {
  readonly limit: number;
  /** Free capacity for a host that `room` does not list. */
  readonly perHost: number;
  readonly room: readonly { readonly host: string; readonly free: number }[];
}

/**
 * Concurrency budget of a node: counts the requests in progress, in total and per host. Does not know what the requests
 * are for.
 */
export interface ConcurrencyBudget {
  free(): FreeSlots;
  /** Records the hosts of claimed deliveries: a host that took its whole share may have more due deliveries. */
  claimed(might: FreeSlots, hosts: readonly string[]): void;
  enter(host: string): void;
  /**
   * Frees the capacity of a request that has ended.
   *
   * @param hung the request was given up because its time was over
   * @returns whether more may wait for the freed capacity: none was left before, or the host may have more due
   */
  leave(host: string, hung: boolean): boolean;
  inFlight(): number;
}

/**
 * Budget for 512 concurrent requests, four per host. A host that did not answer in time gets one at a time until it
 * answers, and all such hosts together get half, so that they never hold up the others.
 */
export function openConcurrencyBudget(): ConcurrencyBudget {
  const busy = new Map<string, number>();
  const slow = new Set<string>();
  /** Hosts that may have more due deliveries than they had capacity for. */
  const backlogged = new Set<string>();
  let total = 0;
  let slowTotal = 0;

  return {
    free() {
      const hosts = new Set([...busy.keys(), ...slow]);
      const slowFull = slowTotal >= SLOW_MAX;
      return {
        limit: IN_FLIGHT_MAX - total,
        perHost: PER_HOST_MAX,
        room: [...hosts].map((host) => {
          const most = slow.has(host) ? (slowFull ? 0 : 1) : PER_HOST_MAX;
          return { host, free: Math.max(0, most - (busy.get(host) ?? 0)) };
        }),
      };
    },
    claimed({ limit, perHost, room }, hosts) {
      const most = new Map(room.map(({ host, free }) => [host, free]));
      const took = new Map<string, number>();
      for (const host of hosts) took.set(host, (took.get(host) ?? 0) + 1);
      for (const [host, count] of took) if (count >= (most.get(host) ?? perHost)) backlogged.add(host);
      // The claim stopped at its limit before it had seen every host.
      if (hosts.length >= limit) return;
      for (const host of backlogged) if ((took.get(host) ?? 0) < (most.get(host) ?? perHost)) backlogged.delete(host);
    },
    enter(host) {
      busy.set(host, (busy.get(host) ?? 0) + 1);
      total++;
      if (slow.has(host)) slowTotal++;
    },
    leave(host, hung) {
      const most = slow.has(host) ? 1 : PER_HOST_MAX;
      const wasFull = (busy.get(host) ?? 0) >= most || total >= IN_FLIGHT_MAX || slowTotal >= SLOW_MAX;
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
      return wasFull || backlogged.has(host);
    },
    inFlight: () => total,
  };
}
