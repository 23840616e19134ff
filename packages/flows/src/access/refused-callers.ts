/** Cache of the API callers this node has refused. It saves a database read until the refusal expires. */
export interface RefusedCallers {
  /** The refusal of this caller that has not expired yet, with the time when it expires. */
  refusal(caller: LimitedCaller, now: number): TemporaryRefusal | undefined;
  remember(caller: LimitedCaller, refusal: TemporaryRefusal, now: number): void;
}

/** A refusal that ends by itself. */
export interface TemporaryRefusal {
  readonly reason: 'blocked' | 'too_many';
  readonly until: number;
}

/** A rate-limited API caller. Requests are counted per account and integration; a block applies to one address. */
export interface LimitedCaller {
  readonly accountId: number;
  readonly integrationId: string;
  readonly address: string;
}

/**
 * Caches at most `entriesMax` refusals of API callers on this node. It only repeats refusals of the database: a
 * forgotten one is read again. Whether a token is active is never cached.
 *
 * @see docs/spec/dialect.md#rate-limit
 */
export function refusedCallers(entriesMax = 10_000): RefusedCallers {
  const untilOf = new Map<string, number>();
  const find = (key: string, now: number): number | undefined => {
    const until = untilOf.get(key);
    if (until === undefined || until > now) return until;
    untilOf.delete(key);
    return undefined;
  };
  return {
    refusal(caller, now) {
      const blocked = find(keyOf(caller, 'blocked'), now);
      if (blocked !== undefined) return { reason: 'blocked', until: blocked };
      const until = find(keyOf(caller, 'too_many'), now);
      return until === undefined ? undefined : { reason: 'too_many', until };
    },
    remember(caller, { reason, until }, now) {
      if (untilOf.size >= entriesMax) {
        for (const key of untilOf.keys()) find(key, now);
        if (untilOf.size >= entriesMax) untilOf.clear();
      }
      untilOf.set(keyOf(caller, reason), until);
    },
  };
}

function keyOf({ accountId, integrationId, address }: LimitedCaller, reason: TemporaryRefusal['reason']): string {
  return reason === 'blocked' ? `${accountId} ${integrationId} ${address}` : `${accountId} ${integrationId}`;
}
