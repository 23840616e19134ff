/**
 * The size of a bucket of work units. A request takes units from its sender's bucket before its body is read. A unit is
 * about a tenth of a millisecond of one core, so a bucket limits the share of a core that its holder can use.
 */
export interface Allowance {
  /** Units in a full bucket. */
  readonly unitsMax: number;
  /** Units added to the bucket per second. */
  readonly unitsPerSecond: number;
}

/** The owner of a bucket: a person, an account, or an address that sent no valid credentials. */
export type BucketOwner = 'person' | 'account' | 'address';

/**
 * The allowance of each kind of bucket owner. Users in the console and scripts on build servers stay far below it; a
 * user who exhausts it uses a twentieth of a core, and leaves enough for colleagues in the account.
 */
export const allowances: Readonly<Record<BucketOwner, Allowance>> = {
  person: { unitsMax: 5_000, unitsPerSecond: 500 },
  account: { unitsMax: 20_000, unitsPerSecond: 2_000 },
  // An address is shared by many users, or by all accounts that an integrator's server serves.
  address: { unitsMax: 20_000, unitsPerSecond: 2_000 },
};

/** The work units that a request takes from its sender's bucket. */
export interface Cost {
  readonly units: number;
  /** Units added for each KiB of the request body, which is parsed on the server's only thread. */
  readonly unitsPerKib: number;
  /** Units that stay taken after the request succeeded; absent: all of them. */
  readonly unitsOnSuccess?: number;
}

/**
 * The cost of each kind of endpoint. Every route names one; the server refuses to start with a route that names none.
 */
export const costs = {
  /** An endpoint that returns a file from memory, or one row. */
  file: { units: 1, unitsPerKib: 0 },
  read: { units: 10, unitsPerKib: 4 },
  write: { units: 15, unitsPerKib: 4 },
  /** A page, or a form on a page. */
  page: { units: 15, unitsPerKib: 4 },
  /** An endpoint that parses HTML, sends a mail or calls another server. */
  dear: { units: 40, unitsPerKib: 4 },
  /** An upload: its body is limited by slots and speed, not by size. */
  upload: { units: 100, unitsPerKib: 0 },
  /**
   * An endpoint for programs of an integrator or resource server: successful requests are limited elsewhere or not at
   * all, failed guesses cost the full units.
   */
  program: { units: 10, unitsPerKib: 0, unitsOnSuccess: 0.2 },
} as const satisfies Record<string, Cost>;

export type CostName = keyof typeof costs;

const table: Readonly<Record<CostName, Cost>> = costs;

/**
 * The units that a request takes, known before its body is read.
 *
 * @param bodyBytes the declared length, else the maximum length of the body
 */
export function unitsOf(name: CostName, bodyBytes: number): number {
  const { units, unitsPerKib } = table[name];
  return units + Math.ceil(bodyBytes / 1024) * unitsPerKib;
}

/** The units returned to the bucket after a request succeeded. */
export function unitsRefunded(name: CostName): number {
  const { units, unitsOnSuccess = units } = table[name];
  return units - unitsOnSuccess;
}

/** The units in a bucket at an instant, in epoch milliseconds. */
export interface BucketLevel {
  readonly units: number;
  readonly at: number;
}

/** The units in the bucket now; the bucket is full when no level is known. A clock that was set back adds no units. */
export function bucketLevelAt(allowance: Allowance, level: BucketLevel | undefined, now: number): BucketLevel {
  if (level === undefined) return { units: allowance.unitsMax, at: now };
  const came = (Math.max(0, now - level.at) / 1000) * allowance.unitsPerSecond;
  return { units: Math.min(allowance.unitsMax, level.units + came), at: now };
}

/**
 * The result of taking units from a bucket: taken, or refused before `until`. A request that costs more than a full
 * bucket takes a full one.
 */
export type UnitsTaken =
  | { readonly kind: 'taken'; readonly level: BucketLevel }
  | { readonly kind: 'wait'; readonly level: BucketLevel; readonly until: number };

/** Takes units from the bucket if it contains enough. */
export function takeUnits(allowance: Allowance, level: BucketLevel, units: number): UnitsTaken {
  const needed = Math.min(units, allowance.unitsMax);
  if (level.units >= needed) return { kind: 'taken', level: { ...level, units: level.units - needed } };
  const waitMs = Math.ceil(((needed - level.units) / allowance.unitsPerSecond) * 1000);
  return { kind: 'wait', level, until: level.at + waitMs };
}
