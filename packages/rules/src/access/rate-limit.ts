/**
 * The size of a bucket of work units. A request takes units from its sender's bucket before its body is read. A unit is
 * about a tenth of a millisecond of one core, so a bucket limits the share of a core that its holder can use.
 */
export interface Allowance {
  /** Units in a full bucket. */
  readonly unitsMax: number;
  /** Units added per second. */
  readonly unitsPerSecond: number;
}

/** The owner of a bucket: a person, an account, or an address that sent no valid credentials. */
export type BucketOwner = 'person' | 'account' | 'address';

/**
 * The allowance of each holder. People in the console and scripts on build servers stay far below it; a person who
 * exhausts it uses a twentieth of a core, and leaves enough for colleagues in the account.
 */
export const allowances: Readonly<Record<BucketOwner, Allowance>> = {
  person: { unitsMax: 5_000, unitsPerSecond: 500 },
  account: { unitsMax: 20_000, unitsPerSecond: 2_000 },
  // Shared by many people, or by all accounts of an integrator's server.
  address: { unitsMax: 20_000, unitsPerSecond: 2_000 },
};

/** The units that a request takes. */
export interface Cost {
  readonly units: number;
  /** Units added for each KiB of a body, which is parsed on the one thread. */
  readonly unitsPerKib: number;
  /** Units that stay taken after a success; absent: all of them. */
  readonly unitsOnSuccess?: number;
}

/** The cost of each kind of endpoint. Every route names one; the server refuses to start with a route that does not. */
export const costs = {
  /** A file in memory, or one row. */
  file: { units: 1, unitsPerKib: 0 },
  read: { units: 10, unitsPerKib: 4 },
  write: { units: 15, unitsPerKib: 4 },
  /** A page, or a form on one. */
  page: { units: 15, unitsPerKib: 4 },
  /** Parses HTML, sends a mail or calls another server. */
  dear: { units: 40, unitsPerKib: 4 },
  /** Its body is limited by slots and speed, not by size. */
  upload: { units: 100, unitsPerKib: 0 },
  /**
   * A program of an integrator or resource server: its successes are limited elsewhere or not at all, failed guesses
   * cost the full units.
   */
  program: { units: 10, unitsPerKib: 0, unitsOnSuccess: 0.2 },
} as const satisfies Record<string, Cost>;

export type CostName = keyof typeof costs;

const table: Readonly<Record<CostName, Cost>> = costs;

/**
 * The units of a request, known before its body is read.
 *
 * @param bodyBytes the declared length, else the maximum length of the body
 */
export function unitsOf(name: CostName, bodyBytes: number): number {
  const { units, unitsPerKib } = table[name];
  return units + Math.ceil(bodyBytes / 1024) * unitsPerKib;
}

/** The units returned after a success. */
export function unitsRefunded(name: CostName): number {
  const { units, unitsOnSuccess = units } = table[name];
  return units - unitsOnSuccess;
}

/** A bucket's content at a moment, in epoch milliseconds. */
export interface BucketLevel {
  readonly units: number;
  readonly at: number;
}

/** The bucket's content now; full when nothing is known. A clock that was set back adds nothing. */
export function bucketLevelAt(allowance: Allowance, level: BucketLevel | undefined, now: number): BucketLevel {
  if (level === undefined) return { units: allowance.unitsMax, at: now };
  const came = (Math.max(0, now - level.at) / 1000) * allowance.unitsPerSecond;
  return { units: Math.min(allowance.unitsMax, level.units + came), at: now };
}

/**
 * The result of taking units: taken, or refused before `until`. A request that costs more than a full bucket takes a
 * full one.
 */
export type UnitsTaken =
  | { readonly kind: 'taken'; readonly level: BucketLevel }
  | { readonly kind: 'wait'; readonly level: BucketLevel; readonly until: number };

/** Takes units if the bucket contains enough. */
export function takeUnits(allowance: Allowance, level: BucketLevel, units: number): UnitsTaken {
  const needed = Math.min(units, allowance.unitsMax);
  if (level.units >= needed) return { kind: 'taken', level: { ...level, units: level.units - needed } };
  const waitMs = Math.ceil(((needed - level.units) / allowance.unitsPerSecond) * 1000);
  return { kind: 'wait', level, until: level.at + waitMs };
}
