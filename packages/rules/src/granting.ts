import type { AccountFacts, NotChoosable } from './access/account-choice.ts';
import { accountChoice } from './access/account-choice.ts';
import type { IntegrationAvailability } from './access/availability.ts';
import { scopesWithin } from './access/scopes.ts';
import type { Actor, Change } from './change.ts';
import type { Refusal } from './decided.ts';
import type { Instant } from './instant.ts';

/** The facts that decide whether a user can give an integration access to an account. */
export interface GrantingFacts {
  readonly integration: IntegrationAvailability & {
    readonly integrationId: string;
    readonly state: 'active' | 'stopped';
    readonly scopes: readonly string[];
    readonly version: number;
  };
  /** The user's membership and the account; absent when the user is not a member. */
  readonly account: AccountFacts | undefined;
  /** The epoch of the integration's installation, if it exists. */
  readonly epoch: number | undefined;
  /** The user's active grant in this account and epoch. */
  readonly grantId: string | undefined;
}

export type GrantRefusal = Refusal<'no_member' | 'integration_stopped' | NotChoosable>;

/** A new or renewed grant, with the changes that store it. */
export interface NewOrRenewedGrant {
  readonly kind: 'given';
  readonly accountId: number;
  readonly grantId: string;
  readonly fullAccess: boolean;
  /** True when the integration was not enabled in the account and the changes enable it. */
  readonly installs: boolean;
  readonly changes: readonly Change[];
}

/** The epoch of an installation that was never disabled. */
export const firstEpoch = 1;

/** The version of an integration that was never edited. */
export const firstVersion = 1;

/**
 * Gives a user's grant, whichever page or request it comes from: installs or enables the integration where needed, and
 * gives a new grant or renews the existing one.
 *
 * @see docs/spec/dialect.md#who-may-grant
 */
export function giveGrant(
  facts: GrantingFacts,
  request: { readonly userId: number; readonly actor: Actor; readonly newGrantId: string },
  now: Instant,
): NewOrRenewedGrant | GrantRefusal {
  const { integration, account } = facts;
  if (integration.state === 'stopped') return { kind: 'refuse', reason: 'integration_stopped' };
  if (account === undefined) return { kind: 'refuse', reason: 'no_member' };
  const choice = accountChoice(integration, account);
  if (!choice.choosable) return { kind: 'refuse', reason: choice.reason };

  const { accountId } = account;
  const { installs, fullAccess } = choice.consent;
  const about = { accountId, integrationId: integration.integrationId, at: now, actor: request.actor };
  const renewed = installs ? undefined : facts.grantId;
  const grantId = renewed ?? request.newGrantId;
  const extent = {
    fullAccess,
    scopes: scopesWithin(integration.kind, integration.scopes),
    integrationVersion: integration.version,
  };
  const changes: Change[] = [];
  if (installs) changes.push({ kind: 'installation_enabled', ...about, expectedEpoch: facts.epoch });
  changes.push(
    renewed === undefined
      ? { kind: 'grant_given', ...about, grantId, userId: request.userId, ...extent, epoch: facts.epoch ?? firstEpoch }
      : { kind: 'grant_renewed', ...about, grantId, userId: request.userId, ...extent },
  );
  return { kind: 'given', accountId, grantId, fullAccess, installs, changes };
}
