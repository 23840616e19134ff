import type { DisableResult, DisableStatement, RevokeGrantResult, RevokeStatement } from '@pristan/rules';
import { decideDisable, decideRevoke, withNotices } from '@pristan/rules';
import { readAudience } from '../audience.ts';
import type { NotCarriedOut, SubmittedConfirmation } from '../confirmation.ts';
import { carryOutConfirmed } from '../confirmation.ts';
import type { Clock, Random, Vault } from '../ports/environment.ts';
import type { Store } from '../ports/store.ts';
import type { Requester } from '../requester.ts';
import { requesterUserId, requesterMembership } from '../requester.ts';
import { readDisableStatement, readRevokeStatement } from './statements.ts';

export interface InstallEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly store: Pick<Store, 'installs' | 'accounts' | 'notices' | 'commit'>;
}

export interface DisableQuestion {
  readonly accountId: number;
  readonly integrationId: string;
  readonly by: Requester;
  readonly press: SubmittedConfirmation<DisableStatement> | undefined;
}

/** Disables an integration in an account; the page's confirmation token, if any, is used up in the same commit. */
export async function disableInstallation(
  env: InstallEnvironment,
  question: DisableQuestion & { readonly press: undefined },
): Promise<DisableResult>;
export async function disableInstallation(
  env: InstallEnvironment,
  question: DisableQuestion,
): Promise<DisableResult | NotCarriedOut>;
export async function disableInstallation(
  env: InstallEnvironment,
  question: DisableQuestion,
): Promise<DisableResult | NotCarriedOut> {
  const { accountId, integrationId, press } = question;
  const now = env.clock.now();
  const deliveryId = env.random.uuid();
  return carryOutConfirmed(env, press, {
    read: async () => ({
      installation: await env.store.installs.installation(accountId, integrationId),
      by: await requesterMembership(env, accountId, question.by),
      stated: press && (await readDisableStatement(env, { accountId, integrationId, userId: press.userId }, now)),
      audience: await readAudience(env, { accountId, integrationId, userId: requesterUserId(question.by) }),
    }),
    state: ({ stated }) => stated,
    decide: ({ installation, by, audience }) =>
      withNotices(decideDisable(installation, { ...by, deliveryId }, now), audience),
  });
}

export interface RevokeQuestion {
  readonly accountId: number;
  readonly grantId: string;
  readonly by: Requester;
  readonly press: SubmittedConfirmation<RevokeStatement> | undefined;
}

/** Revokes one grant; the page's confirmation token, if any, is used up in the same commit. */
export async function revokeGrant(
  env: InstallEnvironment,
  question: RevokeQuestion & { readonly press: undefined },
): Promise<RevokeGrantResult>;
export async function revokeGrant(
  env: InstallEnvironment,
  question: RevokeQuestion,
): Promise<RevokeGrantResult | NotCarriedOut>;
export async function revokeGrant(
  env: InstallEnvironment,
  question: RevokeQuestion,
): Promise<RevokeGrantResult | NotCarriedOut> {
  const { accountId, grantId, press } = question;
  const now = env.clock.now();
  const deliveryId = env.random.uuid();
  return carryOutConfirmed(env, press, {
    read: async () => ({
      grant: await env.store.installs.grantToRevoke(accountId, grantId),
      by: await requesterMembership(env, accountId, question.by),
      stated: press && (await readRevokeStatement(env, { accountId, grantId, userId: press.userId }, now)),
    }),
    state: ({ stated }) => stated,
    decide: ({ grant, by }) => decideRevoke(grant, { ...by, deliveryId }, now),
  });
}
