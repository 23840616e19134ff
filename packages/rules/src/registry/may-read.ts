import type { AccountFacts } from '../access/account-choice.ts';
import type { IntegrationAvailability } from '../access/availability.ts';

/**
 * Decides who may read an integration's description: everybody when it is published and not paused; otherwise active
 * members of its technical account, and of accounts that have or had it installed.
 *
 * @param places the reader's memberships; empty when signed out
 * @see docs/spec/dialect.md#kinds
 */
export function mayReadIntegration(
  integration: IntegrationAvailability & { readonly state: 'active' | 'stopped' },
  places: readonly AccountFacts[],
): boolean {
  if (integration.kind === 'public' && integration.published && integration.state === 'active') return true;
  return places.some(
    ({ accountId, installation, state }) =>
      state === 'active' && (accountId === integration.accountId || installation !== 'none'),
  );
}
