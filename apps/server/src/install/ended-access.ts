import type { AccessRow } from '@pristan/flows';
import type { Explanation } from '@pristan/rules';
import { explain } from '@pristan/rules';
import type { World } from '../environment/open.ts';

/** An access that ended, with the reason that the account's admins see. */
export interface Ended extends AccessRow {
  readonly explanation: Explanation;
  /** Name of the person of this account who ended it, if it was one. */
  readonly byName: string | undefined;
}

/** Accesses whose tokens are refused now, with the token endpoint's reason; newest first. */
export async function endedAccesses(
  site: Pick<World, 'store' | 'clock'>,
  accountId: number,
  integrationIds: readonly string[],
): Promise<readonly Ended[]> {
  const now = site.clock.now();
  const rows = await site.store.evidence.accesses(accountId, integrationIds);
  return rows.flatMap((row) => {
    // Judged as the newest token of each, which no grace period saves.
    const explanation = explain(row.subject, 0, now);
    const { reason } = explanation;
    // A waiting, used or expired code is shown with its grant.
    if (!endedReasons.includes(reason)) return [];
    const byName = reason === 'installation_disabled' ? row.disabledBy : row.revokedBy;
    return [{ ...row, explanation, byName }];
  });
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
] satisfies Explanation['reason'][];
