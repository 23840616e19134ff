import type { AccessRow } from '@pristan/flows';
import type { Explanation } from '@pristan/rules';
import { explain } from '@pristan/rules';
import type { Site } from '../../http/page.ts';
import type { EndedAccessView, EndedReason } from '../../pages/install/ended-access.tsx';

/** An access that ended, and why, as the account's admins are told. */
export interface Ended extends AccessRow {
  readonly explanation: Explanation & { readonly reason: EndedReason };
  /** Of whoever ended it, when that was a person of this account. */
  readonly byName: string | undefined;
}

/** Accesses whose tokens are refused now, with the reason the token endpoint has; newest first. */
export async function endedAccesses(
  site: Pick<Site, 'store' | 'clock'>,
  accountId: number,
  integrationIds: readonly string[],
): Promise<readonly Ended[]> {
  const now = site.clock.now();
  const rows = await site.store.evidence.accesses(accountId, integrationIds);
  return rows.flatMap((row) => {
    // The newest token of each, which no grace is left to save.
    const explanation = explain(row.subject, 0, now);
    const { reason } = explanation;
    if (!isEnded(reason)) return [];
    const byName = reason === 'installation_disabled' ? row.disabledBy : row.revokedBy;
    return [{ ...row, explanation: { ...explanation, reason }, byName }];
  });
}

/** The same for the account's page. */
export function endedView({ person, explanation, byName }: Ended): EndedAccessView {
  return { person: person.name, reason: explanation.reason, at: explanation.at ?? null, by: byName ?? null };
}

const endedReasons: readonly string[] = [
  'grant_revoked',
  'person_deactivated',
  'installation_disabled',
  'integration_stopped',
  'secret_revoked',
  'integration_adopted',
  'token_revoked',
  'idle',
] satisfies EndedReason[];

// A code that waits, was used or expired is told beside its grant.
function isEnded(reason: string): reason is EndedReason {
  return endedReasons.includes(reason);
}
