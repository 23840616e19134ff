import type { Membership } from './actions.ts';
import type { IntegrationReach, OutOfReach } from './reach.ts';
import { outOfReach } from './reach.ts';

/** One of the person's accounts, with how the integration stands in it. */
export interface AccountFacts extends Membership {
  readonly accountId: number;
  readonly subdomain: string;
  readonly name: string;
  readonly installation: 'none' | 'enabled' | 'disabled';
}

export type NotChoosable = OutOfReach | 'deactivated' | 'admin_must_install';

/** An account in the chooser. `consent` says what Allow would do there. */
export type AccountChoice = AccountFacts &
  (
    | { readonly choosable: true; readonly consent: { readonly fullAccess: boolean; readonly installs: boolean } }
    | { readonly choosable: false; readonly reason: NotChoosable }
  );

/**
 * Where this person may grant: an admin anywhere the integration may be installed; any other member only where it is
 * enabled already.
 *
 * @see docs/spec/dialect.md#who-may-grant
 */
export function accountChoice(integration: IntegrationReach, account: AccountFacts): AccountChoice {
  const unreachable = outOfReach(integration, account.accountId);
  if (unreachable !== undefined) return { ...account, choosable: false, reason: unreachable };
  if (account.state !== 'active') return { ...account, choosable: false, reason: 'deactivated' };
  if (account.role === 'member' && account.installation !== 'enabled') {
    return { ...account, choosable: false, reason: 'admin_must_install' };
  }
  return {
    ...account,
    choosable: true,
    consent: { fullAccess: account.role === 'admin', installs: account.installation !== 'enabled' },
  };
}
