/** What a node remembers of the callers it refused, so that it need not ask the database again before their time is over. */
export interface RefusedCallers {
  /** Until when this caller is refused, and how. */
  refusal(
    caller: LimitedCaller,
    now: number,
  ): { readonly reason: 'blocked' | 'too_many'; readonly until: number } | undefined;
  remember(caller: LimitedCaller, reason: 'blocked' | 'too_many', until: number, now: number): void;
}

/** The rate is counted per integration and account; what goes on after that is refused per address too. */
export interface LimitedCaller {
  readonly accountId: number;
  readonly integrationId: string;
  readonly address: string;
}

/**
 * Refusals of this node, at most `entriesMax` of them. It only ever repeats what the database has answered: what it
 * forgets is asked again, and whether a token is live is never remembered.
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
    remember(caller, reason, until, now) {
      if (untilOf.size >= entriesMax) {
        for (const key of untilOf.keys()) find(key, now);
        if (untilOf.size >= entriesMax) untilOf.clear();
      }
      untilOf.set(keyOf(caller, reason), until);
    },
  };
}

function keyOf({ accountId, integrationId, address }: LimitedCaller, reason: 'blocked' | 'too_many'): string {
  return reason === 'blocked' ? `${accountId} ${integrationId} ${address}` : `${accountId} ${integrationId}`;
}
