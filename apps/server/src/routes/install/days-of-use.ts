import type { DayOfUse } from '@pristan/rules';
import { dayMs, dayOf, lastDays, usageShownDays } from '@pristan/rules';
import type { World } from '../../environment/open.ts';

/** From when on calls are shown. */
export function usageShownSince(now: number): number {
  return dayOf(now) - (usageShownDays - 1) * dayMs;
}

/** The calls of these grants: of each 30 days, oldest first; days without a call count too. */
export async function daysOfUse(
  { store }: Pick<World, 'store'>,
  accountId: number,
  { grantIds, now }: { readonly grantIds: readonly string[]; readonly now: number },
) {
  const known = new Map<string, DayOfUse[]>();
  for (const { grantId, ...day } of await store.uses.since(accountId, grantIds, usageShownSince(now)))
    known.set(grantId, [...(known.get(grantId) ?? []), day]);
  return (grantId: string) =>
    lastDays(known.get(grantId) ?? [], now).map(({ dayStartsAt, calls }) => ({
      day: new Date(dayStartsAt).toISOString().slice(0, 10),
      calls,
    }));
}
