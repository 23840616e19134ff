import type { Membership } from './actions.ts';
import type { IntegrationAvailability, UnavailabilityReason } from './availability.ts';
import { unavailabilityReason } from './availability.ts';

/**
 * One of the signed-in user's accounts, with the state of one integration there.
 *
 * @see docs/spec/dialect.md#who-may-grant
 */
export interface AccountFacts extends Membership {
  readonly accountId: number;
  readonly subdomain: string;
  readonly name: string;
  readonly installation: 'none' | 'enabled' | 'disabled';
}

/** The reasons why a user cannot grant the integration access to an account. @see docs/spec/dialect.md#who-may-grant */
export type NotChoosable = UnavailabilityReason | 'deactivated' | 'admin_must_install';

/**
 * One account in the account chooser of the consent page; `consent` is the effect that *Allow* would have in this
 * account.
 *
 * @see docs/spec/dialect.md#who-may-grant
 */
export type AccountChoice = AccountFacts &
  (
    | { readonly choosable: true; readonly consent: { readonly fullAccess: boolean; readonly installs: boolean } }
    | { readonly choosable: false; readonly reason: NotChoosable }
  );

/**
 * Decides whether this user may grant access to the account: an admin wherever the integration may be installed, any
 * other member only where it is already enabled.
 *
 * @see docs/spec/dialect.md#who-may-grant
 */
export function accountChoice(integration: IntegrationAvailability, account: AccountFacts): AccountChoice {
  const unreachable = unavailabilityReason(integration, account.accountId);
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
