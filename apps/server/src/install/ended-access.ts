import type { UserAccessRow } from '@pristan/flows';
import type { Explanation } from '@pristan/rules';
import { explainToken } from '@pristan/rules';
import type { World } from '../environment/open.ts';

/** An integration's access that has ended, with the reason that the account's admins see. */
export interface EndedAccess extends UserAccessRow {
  readonly explanation: Explanation;
  /** Name of the person of this account who ended the access, if a person did. */
  readonly byName: string | undefined;
}

/**
 * Accesses of these integrations to an account whose tokens are refused now, with the token endpoint's reason; newest
 * first.
 */
export async function endedAccesses(
  site: Pick<World, 'store' | 'clock'>,
  accountId: number,
  integrationIds: readonly string[],
): Promise<readonly EndedAccess[]> {
  const now = site.clock.now();
  const rows = await site.store.evidence.accesses(accountId, integrationIds);
  return rows.flatMap((row) => {
    // The reason is that of the newest token of each access, which no grace period saves.
    const explanation = explainToken(row.subject, 0, now);
    const { reason } = explanation;
    // An authorization code that waits, was used or has expired is shown with its grant.
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
