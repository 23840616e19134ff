import type { DisableStatement, RevokeStatement, SettingsStatement, StatedAccount } from '@pristan/rules';
import { disableStatement, revokeStatement, settingsStatement } from '@pristan/rules';
import type { Store } from '../ports/store.ts';

interface StatingEnvironment {
  readonly store: Pick<Store, 'installs' | 'accounts'>;
}

/** The user who reads the page, and their account. */
interface Reader {
  readonly accountId: number;
  readonly userId: number;
}

/**
 * The statement of the page that disables an integration. @returns `undefined` when it is not enabled in the account
 */
export async function readDisableStatement(
  env: StatingEnvironment,
  about: Reader & { readonly integrationId: string },
  now: number,
): Promise<DisableStatement | undefined> {
  const [place, installation] = await Promise.all([
    placeOf(env, about),
    env.store.installs.shownInstallation(about.accountId, about.integrationId, now),
  ]);
  return place === undefined || installation === undefined ? undefined : disableStatement(place, installation);
}

/** The statement of the page that revokes a grant. @returns `undefined` when there is nothing to revoke */
export async function readRevokeStatement(
  env: StatingEnvironment,
  about: Reader & { readonly grantId: string },
  now: number,
): Promise<RevokeStatement | undefined> {
  const [place, shown] = await Promise.all([
    placeOf(env, about),
    env.store.installs.shownGrant(about.accountId, about.grantId, now),
  ]);
  return place === undefined || shown === undefined ? undefined : revokeStatement(place, shown);
}

/** The statement of an installation's settings page. */
export async function readSettingsStatement(
  env: StatingEnvironment,
  about: Reader & { readonly integrationId: string },
): Promise<SettingsStatement | undefined> {
  const [place, card] = await Promise.all([
    placeOf(env, about),
    env.store.installs.integrationCard(about.integrationId),
  ]);
  if (place === undefined || card === undefined) return undefined;
  return settingsStatement(place, { ...card, owner: card.owner.name });
}

async function placeOf(env: StatingEnvironment, { accountId, userId }: Reader): Promise<StatedAccount | undefined> {
  const [account, membership] = await Promise.all([
    env.store.accounts.account(accountId),
    env.store.installs.membership(accountId, userId),
  ]);
  if (account === undefined || membership === undefined) return undefined;
  return { accountId, name: account.name, role: membership.role };
}
