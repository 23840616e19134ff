import type { AddressAudience, IntegrationFacts, IntegrationFields, Rotation } from '@pristan/rules';
import {
  blankFields,
  decideCreate,
  decideDelete,
  decideEdit,
  decidePublish,
  decideReveal,
  decideRotateSecret,
  decideSwitch,
  decideUnpublish,
  operator,
  withNotices,
} from '@pristan/rules';
import { readAudience } from '../audience.ts';
import { carryOut } from '../carry-out.ts';
import { newClientSecret } from '../client-secret.ts';
import type { Store } from '../ports/store.ts';
import type { SealedSecret } from '../ports/token-reads.ts';
import type { Clock, Random, Vault } from '../ports/environment.ts';
import type { Requester } from '../requester.ts';
import { requesterUserId, requesterMembership } from '../requester.ts';
import { secretAssociatedData } from '../sealed.ts';

export interface RegistryEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly store: Pick<Store, 'registry' | 'installs' | 'notices' | 'commit'>;
  /** Redirect URIs and receivers that a published integration may use; in development loopback is allowed. */
  readonly publishedReach: AddressAudience;
}

/** Names an integration and its technical account, with the user who asks. */
export interface IntegrationTarget {
  readonly accountId: number;
  readonly integrationId: string;
  readonly by: Requester;
}

/** Creates an integration. The answer contains its client secret; admins of the account can show the secret again. */
export async function createIntegration(
  env: RegistryEnvironment,
  draft: {
    readonly accountId: number;
    readonly kind: 'private' | 'public';
    readonly fields: IntegrationFields;
    readonly by: Requester;
  },
) {
  const integrationId = env.random.uuid();
  const { secret, clear } = newClientSecret(env);
  const now = env.clock.now();
  const outcome = await carryOut(
    env.store,
    () => requesterMembership(env, draft.accountId, draft.by),
    (by) => decideCreate({ ...draft, integrationId, secret }, by, now),
  );
  return outcome.kind === 'created' ? { ...outcome, integrationId, clientSecret: clear } : outcome;
}

/**
 * Edits an integration. `fields` computes the new fields from the stored ones, because the caller's copy may be hours
 * old.
 */
export async function editIntegration(
  env: RegistryEnvironment,
  edit: IntegrationTarget & {
    readonly fields: (current: IntegrationFields) => IntegrationFields;
    readonly expectedVersion: number | undefined;
  },
) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => readIntegrationTarget(env, edit),
    ({ integration, by }) =>
      decideEdit(
        integration,
        {
          fields: edit.fields(integration?.fields ?? blankFields),
          expectedVersion: edit.expectedVersion,
          publishedReach: env.publishedReach,
        },
        { by, now },
      ),
  );
}

export async function switchIntegration(
  env: RegistryEnvironment,
  about: IntegrationTarget,
  state: 'active' | 'stopped',
) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => readIntegrationTarget(env, about),
    ({ integration, by }) => decideSwitch(integration, state, { by, now }),
  );
}

export async function deleteIntegration(env: RegistryEnvironment, about: IntegrationTarget) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => readIntegrationTarget(env, about),
    ({ integration, by }) => decideDelete(integration, by, now),
  );
}

/**
 * Publishes an integration, or the changes made since it was published. Only the operator may, until moderation does
 * it.
 */
export async function publishIntegration(env: RegistryEnvironment, integrationId: string) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => env.store.registry.publishFacts(integrationId),
    (facts) => decidePublish(facts, { actor: operator, operator: true, publishedReach: env.publishedReach }, now),
  );
}

/** Unpublishes an integration; only the operator may. */
export async function unpublishIntegration(env: RegistryEnvironment, integrationId: string) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => env.store.registry.integrationAnywhere(integrationId),
    (integration) => decideUnpublish(integration, { actor: operator, operator: true }, now),
  );
}

/** Replaces the client secret that `rotation` names, and returns the new one in clear. */
export async function rotateSecret(
  env: RegistryEnvironment,
  about: IntegrationTarget,
  rotation: Omit<Rotation, 'secret'>,
) {
  const { secret, clear } = newClientSecret(env);
  const now = env.clock.now();
  const outcome = await carryOut(
    env.store,
    async () => {
      const [read, current, audience] = await Promise.all([
        readIntegrationTarget(env, about),
        env.store.registry.secret(about.accountId, about.integrationId),
        readAudience(env, { ...about, userId: requesterUserId(about.by) }),
      ]);
      return { ...read, currentSecretId: current?.secretId, audience };
    },
    ({ by, audience, ...facts }) =>
      withNotices(decideRotateSecret(facts, { ...rotation, secret }, { by, now }), audience),
  );
  return outcome.kind === 'rotated' ? { ...outcome, clientSecret: clear, secretId: secret.secretId } : outcome;
}

/** Returns the newest client secret in clear. The access is logged before the secret is shown. */
export async function revealSecret(env: RegistryEnvironment, about: IntegrationTarget) {
  const now = env.clock.now();
  let stored: SealedSecret | undefined;
  const outcome = await carryOut(
    env.store,
    async () => {
      const facts = await readIntegrationTarget(env, about);
      stored = await env.store.registry.secret(about.accountId, about.integrationId);
      const audience = await readAudience(env, { ...about, userId: requesterUserId(about.by) });
      return { ...facts, hasSecret: stored !== undefined, audience };
    },
    ({ integration, by, hasSecret, audience }) =>
      withNotices(decideReveal(hasSecret ? integration : undefined, by, now), audience),
  );
  if (outcome.kind === 'refuse') return outcome;
  if (stored === undefined) throw new Error('a secret was revealed that is not there');
  const { secretId, sealed } = stored;
  return { kind: 'revealed', secretId, clientSecret: env.vault.open(secretAssociatedData(secretId), sealed) } as const;
}

/** Reads the integration, and the requester with their membership in its technical account. */
export async function readIntegrationTarget(env: RegistryEnvironment, about: IntegrationTarget) {
  const by = await requesterMembership(env, about.accountId, about.by);
  const integration: IntegrationFacts | undefined = await env.store.registry.integration(
    about.accountId,
    about.integrationId,
  );
  return { by, integration };
}
