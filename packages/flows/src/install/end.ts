import type { Actor, Disable, DisableStatement, Revoke, RevokeStatement } from '@pristan/rules';
import { decideDisable, decideRevoke, operator } from '@pristan/rules';
import type { AskedBefore, PressedToken } from '../confirmation.ts';
import { carryOutConfirmed } from '../confirmation.ts';
import type { InstallEnvironment } from './consent.ts';
import type { Store } from '../ports/store.ts';
import { stateDisable, stateRevoke } from './statements.ts';

/** Who asks: a signed-in person, or the operator at the command line. */
export type Asker = { readonly userId: number; readonly address: string; readonly token?: Actor['token'] } | 'operator';

export interface DisableQuestion {
  readonly accountId: number;
  readonly integrationId: string;
  readonly by: Asker;
  readonly press: PressedToken<DisableStatement> | undefined;
}

/** Switches an integration off in an account. */
export async function disableInstallation(
  env: InstallEnvironment,
  question: DisableQuestion & { readonly press: undefined },
): Promise<Disable>;
export async function disableInstallation(
  env: InstallEnvironment,
  question: DisableQuestion,
): Promise<Disable | AskedBefore>;
export async function disableInstallation(
  env: InstallEnvironment,
  question: DisableQuestion,
): Promise<Disable | AskedBefore> {
  const { accountId, integrationId, press } = question;
  const now = env.clock.now();
  const deliveryId = env.random.uuid();
  return carryOutConfirmed(env, press, {
    read: async () => ({
      installation: await env.store.installs.installation(accountId, integrationId),
      by: await placeOf(env, accountId, question.by),
      stated: press && (await stateDisable(env, { accountId, integrationId, userId: press.userId }, now)),
    }),
    state: ({ stated }) => stated,
    decide: ({ installation, by }) => decideDisable(installation, { ...by, deliveryId }, now),
  });
}

export interface RevokeQuestion {
  readonly accountId: number;
  readonly grantId: string;
  readonly by: Asker;
  readonly press: PressedToken<RevokeStatement> | undefined;
}

/** Ends one grant. */
export async function revokeGrant(
  env: InstallEnvironment,
  question: RevokeQuestion & { readonly press: undefined },
): Promise<Revoke>;
export async function revokeGrant(env: InstallEnvironment, question: RevokeQuestion): Promise<Revoke | AskedBefore>;
export async function revokeGrant(env: InstallEnvironment, question: RevokeQuestion): Promise<Revoke | AskedBefore> {
  const { accountId, grantId, press } = question;
  const now = env.clock.now();
  const deliveryId = env.random.uuid();
  return carryOutConfirmed(env, press, {
    read: async () => ({
      grant: await env.store.installs.grantToRevoke(accountId, grantId),
      by: await placeOf(env, accountId, question.by),
      stated: press && (await stateRevoke(env, { accountId, grantId, userId: press.userId }, now)),
    }),
    state: ({ stated }) => stated,
    decide: ({ grant, by }) => decideRevoke(grant, { ...by, deliveryId }, now),
  });
}

/** The asker with their place in the account, as the rules judge them. */
export async function placeOf(env: { readonly store: Pick<Store, 'installs'> }, accountId: number, by: Asker) {
  if (by === 'operator') return { actor: operator, operator: true } as const;
  const actor: Actor = { userId: by.userId, address: by.address, token: by.token };
  return { actor, membership: await env.store.installs.membership(accountId, by.userId) } as const;
}
