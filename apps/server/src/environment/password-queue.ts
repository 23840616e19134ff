import type { PasswordRequester } from '@pristan/flows';
import { BusyError } from '@pristan/flows';
import ipaddr from 'ipaddr.js';

/** Most password checks that run at a time, and that wait in each of the two queues. */
export interface PasswordQueueLimits {
  readonly running: number;
  readonly waiting: number;
}

/**
 * Runs a slow password check when it is the requester's turn.
 *
 * @throws BusyError when too many wait in the same queue; nothing was done then
 */
export type PasswordQueue = <Result>(asker: PasswordRequester, work: () => Promise<Result>) => Promise<Result>;

/** Most attempts of strangers, finished or running, while a known person waits in the password queue. */
const STRANGERS_BEFORE_MAX = 4;

/** Number of known people in a row after which a waiting stranger gets a turn. */
const KNOWN_IN_A_ROW = 4;

interface Waiter {
  readonly groups: readonly string[];
  strangersBefore: number;
  enter(): void;
  leave(why: BusyError): void;
}

/**
 * Queue for slow password checks. People known by their browser take turns among themselves; strangers take turns by
 * network: IPv6 by /48, /56 and /64, IPv4 by /16, /24 and address. A flood of attempts delays and loses only itself,
 * and a known person waits behind at most four of its attempts.
 */
export function passwordQueue(limits: PasswordQueueLimits): PasswordQueue {
  const known = turns();
  const strangers = turns();
  let inside = 0;
  let strangersInside = 0;
  let knownInARow = 0;

  const next = (): { readonly waiter: Waiter; readonly isKnown: boolean } | undefined => {
    const isStrangersTurn = known.size() === 0 || (knownInARow >= KNOWN_IN_A_ROW && mayGoBefore());
    const stranger = isStrangersTurn ? strangers.take() : undefined;
    if (stranger !== undefined) return { waiter: stranger, isKnown: false };
    const waiter = known.take();
    return waiter === undefined ? undefined : { waiter, isKnown: true };
  };
  const mayGoBefore = (): boolean => known.all().every(({ strangersBefore }) => strangersBefore < STRANGERS_BEFORE_MAX);

  const begin = (isKnown: boolean): void => {
    inside += 1;
    if (isKnown) {
      knownInARow += 1;
      return;
    }
    knownInARow = 0;
    strangersInside += 1;
    for (const waiter of known.all()) waiter.strangersBefore += 1;
  };
  const end = (isKnown: boolean): void => {
    inside -= 1;
    if (!isKnown) strangersInside -= 1;
    const after = next();
    if (after === undefined) return;
    begin(after.isKnown);
    after.waiter.enter();
  };

  const turn = async (asker: PasswordRequester): Promise<void> => {
    const isKnown = asker.kind === 'known';
    if (inside < limits.running) return begin(isKnown);
    const lane = isKnown ? known : strangers;
    const groups = isKnown ? [asker.key] : networksOf(asker.address);
    const full = new BusyError('too many passwords are being checked');
    if (lane.size() >= limits.waiting && !lane.makeRoom(groups[0] ?? '', full)) throw full;
    return new Promise((enter, leave) => {
      lane.add({ groups, strangersBefore: strangersInside, enter, leave });
    });
  };

  return async (asker, work) => {
    await turn(asker);
    try {
      return await work();
    } finally {
      end(asker.kind === 'known');
    }
  };
}

/**
 * Three nested networks of an IP address, the largest first; one stranger may own a whole network of any of these
 * sizes.
 */
export function networksOf(address: string): readonly [string, string, string] {
  if (!ipaddr.isValid(address)) return ['unknown', 'unknown', 'unknown'];
  const parsed = ipaddr.process(address);
  const [a, b, c] = parsed.kind() === 'ipv4' ? ([16, 24, 32] as const) : ([48, 56, 64] as const);
  const bytes = Buffer.from(parsed.toByteArray()).toString('hex');
  const prefix = (bits: number): string => `${bytes.slice(0, bits / 4)}/${bits}`;
  return [prefix(a), prefix(b), prefix(c)];
}

/** Waiting password checks in groups within groups; at each level the groups take turns. */
function turns() {
  type Group = Map<string, Group> | Waiter[];
  const root = new Map<string, Group>();
  const waiters = new Set<Waiter>();
  const counts = new Map<string, number>();

  const forget = (waiter: Waiter): void => {
    waiters.delete(waiter);
    const [largest = ''] = waiter.groups;
    const left = (counts.get(largest) ?? 1) - 1;
    if (left === 0) counts.delete(largest);
    else counts.set(largest, left);
  };
  const first = (groups: Map<string, Group>): Waiter | undefined => {
    for (const [name, group] of groups) {
      groups.delete(name);
      const waiter = Array.isArray(group) ? group.shift() : first(group);
      // A group that still has waiting work goes back to the end of the queue of groups.
      if (Array.isArray(group) ? group.length > 0 : group.size > 0) groups.set(name, group);
      if (waiter !== undefined) return waiter;
    }
    return undefined;
  };
  const remove = (waiter: Waiter, groups: Map<string, Group>, depth: number): void => {
    const name = waiter.groups[depth] ?? '';
    const group = groups.get(name);
    if (group === undefined) return;
    if (Array.isArray(group)) group.splice(group.indexOf(waiter), 1);
    else remove(waiter, group, depth + 1);
    if (Array.isArray(group) ? group.length === 0 : group.size === 0) groups.delete(name);
  };

  return {
    size: () => waiters.size,
    all: () => [...waiters],
    add(waiter: Waiter): void {
      waiters.add(waiter);
      const [largest = ''] = waiter.groups;
      counts.set(largest, (counts.get(largest) ?? 0) + 1);
      let groups = root;
      for (const [depth, name] of waiter.groups.entries()) {
        const isLast = depth === waiter.groups.length - 1;
        const group = groups.get(name) ?? (isLast ? [] : new Map<string, Group>());
        groups.set(name, group);
        if (Array.isArray(group)) group.push(waiter);
        else groups = group;
      }
    },
    take(): Waiter | undefined {
      const waiter = first(root);
      if (waiter !== undefined) forget(waiter);
      return waiter;
    },
    /**
     * Removes the latest waiting attempt of the largest group, unless the requesting group is as large. Returns whether
     * an attempt was removed.
     */
    makeRoom(asking: string, why: BusyError): boolean {
      const [most, count] = [...counts].reduce((one, other) => (other[1] >= one[1] ? other : one), ['', 0]);
      if ((counts.get(asking) ?? 0) >= count) return false;
      const latest = [...waiters].findLast(({ groups }) => groups[0] === most);
      if (latest === undefined) return false;
      remove(latest, root, 0);
      forget(latest);
      latest.leave(why);
      return true;
    },
  };
}
