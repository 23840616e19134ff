import type { AccountFacts, NotChoosable } from './access/account-choice.ts';
import { accountChoice } from './access/account-choice.ts';
import type { IntegrationReach } from './access/reach.ts';
import { scopesWithin } from './access/scopes.ts';
import type { Actor, Change } from './change.ts';
import type { Refusal } from './decided.ts';
import type { Instant } from './instant.ts';

/** What giving an integration access to an account is judged by. */
export interface GrantingFacts {
  readonly integration: IntegrationReach & {
    readonly integrationId: string;
    readonly state: 'active' | 'stopped';
    readonly scopes: readonly string[];
    readonly version: number;
  };
  /** The person's place in the chosen account; absent: none. */
  readonly account: AccountFacts | undefined;
  /** The installation's epoch, if there is one. */
  readonly epoch: number | undefined;
  /** This person's active grant there, of the current epoch. */
  readonly grantId: string | undefined;
}

export type NotGranted = Refusal<'no_member' | 'integration_stopped' | NotChoosable>;

/** A grant that was given or renewed, with the changes that make it so. */
export interface Given {
  readonly kind: 'given';
  readonly accountId: number;
  readonly grantId: string;
  readonly fullAccess: boolean;
  /** The integration was not enabled there, and the changes enable it. */
  readonly installs: boolean;
  readonly changes: readonly Change[];
}

/** The epoch of an installation that was never disabled. */
export const firstEpoch = 1;

/** The version of an integration that was never edited. */
export const firstVersion = 1;

/**
 * One person's permission, however they gave it: the integration is installed where it is not enabled, and their grant
 * given, or renewed when there is one.
 *
 * @see docs/spec/dialect.md#who-may-grant
 */
export function giveGrant(
  facts: GrantingFacts,
  request: { readonly userId: number; readonly actor: Actor; readonly newGrantId: string },
  now: Instant,
): Given | NotGranted {
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
