import type { DailyUsage } from '@pristan/rules';
import { dayMs, dayOf, lastDays, usageShownDays } from '@pristan/rules';
import type { World } from '../environment/open.ts';

/** Start of the period for which usage is shown, in epoch ms. */
export function usageShownSince(now: number): number {
  return dayOf(now) - (usageShownDays - 1) * dayMs;
}

/** API calls of these grants on each of the last 30 days, oldest first, days without calls included. */
export async function usageByDay(
  { store }: Pick<World, 'store'>,
  accountId: number,
  { grantIds, now }: { readonly grantIds: readonly string[]; readonly now: number },
) {
  const known = new Map<string, DailyUsage[]>();
  for (const { grantId, ...day } of await store.uses.since(accountId, grantIds, usageShownSince(now)))
    known.set(grantId, [...(known.get(grantId) ?? []), day]);
  return (grantId: string) =>
    lastDays(known.get(grantId) ?? [], now).map(({ dayStartsAt, calls }) => ({
      day: new Date(dayStartsAt).toISOString().slice(0, 10),
      calls,
    }));
}
