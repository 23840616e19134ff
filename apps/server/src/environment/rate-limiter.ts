import type { Clock } from '@pristan/flows';
import type { Allowance, BucketOwner, BucketLevel } from '@pristan/rules';
import { allowances as standard, bucketLevelAt, takeUnits } from '@pristan/rules';
import { lately } from './lately.ts';

/** Rate-limit bucket of a sender after a request took units from it or was refused. */
export interface ChargedBucket {
  readonly holder: BucketOwner;
  readonly allowance: Allowance;
  /** Units left in the bucket. */
  readonly units: number;
  /** Time at which the bucket has enough units for this request, in epoch ms; `undefined` when the units were taken. */
  readonly until: number | undefined;
  /** Number of requests in a row that the bucket refused. */
  readonly refusals: number;
}

/**
 * Rate-limit buckets of this node, and what the node has learned about senders, so that a flood is refused without
 * asking the database. The memory only decides which bucket is charged; a forgotten sender starts with a full bucket.
 */
export interface RateLimiter {
  take(holder: BucketOwner, key: string, units: number): ChargedBucket;
  giveBack(holder: BucketOwner, key: string, units: number): void;
  /** Records whose credential this is; `undefined`: it belongs to nobody. */
  known(credential: string | undefined, userId: number | undefined): void;
  personOf(credential: string | undefined): number | undefined;
  /** Records whether the person is active in the account; only then do their requests charge the account's bucket. */
  placed(userId: number, accountId: number, active: boolean): void;
  isPlaced(userId: number, accountId: number): boolean;
}

const ENTRIES_MAX = 10_000;

/** Rate limiter of a node that has just started, with nothing remembered. */
export function openRateLimiter(
  clock: Clock,
  allowances: Readonly<Record<BucketOwner, Allowance>> = standard,
  entriesMax: number = ENTRIES_MAX,
): RateLimiter {
  const buckets = {
    person: lately<Bucket>(entriesMax),
    account: lately<Bucket>(entriesMax),
    address: lately<Bucket>(entriesMax),
  };
  const people = lately<number>(entriesMax);
  const places = lately<true>(entriesMax);
  const bucketOf = (holder: BucketOwner, key: string): Bucket => {
    const known = buckets[holder].get(key);
    if (known !== undefined) return known;
    const full = { level: bucketLevelAt(allowances[holder], undefined, clock.now()), refusals: 0 };
    buckets[holder].set(key, full);
    return full;
  };
  return {
    take(holder, key, units) {
      const allowance = allowances[holder];
      const bucket = bucketOf(holder, key);
      const share = takeUnits(allowance, bucketLevelAt(allowance, bucket.level, clock.now()), units);
      bucket.level = share.level;
      bucket.refusals = share.kind === 'wait' ? bucket.refusals + 1 : 0;
      return {
        refusals: bucket.refusals,
        holder,
        allowance,
        units: share.level.units,
        until: share.kind === 'wait' ? share.until : undefined,
      };
    },
    giveBack(holder, key, units) {
      const bucket = bucketOf(holder, key);
      const { at, units: left } = bucketLevelAt(allowances[holder], bucket.level, clock.now());
      bucket.level = { at, units: Math.min(allowances[holder].unitsMax, left + units) };
    },
    known(credential, userId) {
      if (credential === undefined) return;
      if (userId === undefined) people.delete(credential);
      else people.set(credential, userId);
    },
    personOf: (credential) => (credential === undefined ? undefined : people.get(credential)),
    placed(userId, accountId, active) {
      const place = `${userId} ${accountId}`;
      if (active) places.set(place, true);
      else places.delete(place);
    },
    isPlaced: (userId, accountId) => places.get(`${userId} ${accountId}`) === true,
  };
}

/** Units in a rate-limit bucket, and its refusals in a row. */
interface Bucket {
  level: BucketLevel;
  refusals: number;
}
