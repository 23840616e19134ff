import type { Actor, Disable, Revoke } from '@pristan/rules';
import { decideDisable, decideRevoke, operator } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { InstallEnvironment, PressedToken } from './consent.ts';
import { readPress } from './consent.ts';

/** Who asks: a signed-in person, or the operator at the command line. */
export type Asker = { readonly userId: number; readonly address: string; readonly token?: Actor['token'] } | 'operator';

export interface DisableQuestion {
  readonly accountId: number;
  readonly integrationId: string;
  readonly by: Asker;
  readonly press: PressedToken | undefined;
}

/** Switches an integration off in an account. */
export async function disableInstallation(env: InstallEnvironment, question: DisableQuestion): Promise<Disable> {
  const { accountId, integrationId } = question;
  const now = env.clock.now();
  const deliveryId = env.random.uuid();
  return carryOut(
    env.store,
    async () => ({
      installation: await env.store.installs.installation(accountId, integrationId),
      by: await placeOf(env, accountId, question.by),
      press: await readPress(env, question.press),
    }),
    ({ installation, by, press }) => decideDisable(installation, { ...by, press, deliveryId }, now),
  );
}

export interface RevokeQuestion {
  readonly accountId: number;
  readonly grantId: string;
  readonly by: Asker;
  readonly press: PressedToken | undefined;
}

/** Ends one grant. */
export async function revokeGrant(env: InstallEnvironment, question: RevokeQuestion): Promise<Revoke> {
  const { accountId, grantId } = question;
  const now = env.clock.now();
  const deliveryId = env.random.uuid();
  return carryOut(
    env.store,
    async () => ({
      grant: await env.store.installs.grantToRevoke(accountId, grantId),
      by: await placeOf(env, accountId, question.by),
      press: await readPress(env, question.press),
    }),
    ({ grant, by, press }) => decideRevoke(grant, { ...by, press, deliveryId }, now),
  );
}

/** The asker with their place in the account, as the rules judge them. */
export async function placeOf(env: Pick<InstallEnvironment, 'store'>, accountId: number, by: Asker) {
  if (by === 'operator') return { actor: operator, operator: true } as const;
  const actor: Actor = { userId: by.userId, address: by.address, token: by.token };
  return { actor, membership: await env.store.installs.membership(accountId, by.userId) } as const;
}
