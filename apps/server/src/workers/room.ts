const IN_FLIGHT_MAX = 512;
const PER_HOST_MAX = 4;
/** Hosts that hang share this much, so that the others always find room. */
const SLOW_MAX = IN_FLIGHT_MAX / 2;
const HOSTS_REMEMBERED_MAX = 10_000;

/** How much a node sends at a time, and to whom. Counts requests under way; knows nothing of deliveries. */
export interface Room {
  /** What the next claim may take. */
  free(): {
    readonly limit: number;
    readonly perHost: number;
    readonly room: readonly { readonly host: string; readonly free: number }[];
  };
  enter(host: string): void;
  /**
   * @param hung it was left because its time was over
   * @returns whether there was no room before, so that something may be waiting for it
   */
  leave(host: string, hung: boolean): boolean;
  inFlight(): number;
}

/**
 * Room for 512 requests, four of them to one host. A host that hung gets one at a time until it answers, and all such
 * hosts together get half: however many hang, the others are not held up.
 */
export function openRoom(): Room {
  const busy = new Map<string, number>();
  const slow = new Set<string>();
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
      return wasFull;
    },
    inFlight: () => total,
  };
}
