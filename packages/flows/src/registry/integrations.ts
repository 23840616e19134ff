import type { AddressReach, IntegrationFacts, IntegrationFields, Rotation } from '@pristan/rules';
import {
  decideCreate,
  decideDelete,
  decideEdit,
  decidePublish,
  decideReveal,
  decideRotateSecret,
  decideSwitch,
  operator,
} from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { Asker } from '../install/end.ts';
import { placeOf } from '../install/end.ts';
import type { Store } from '../ports/store.ts';
import type { SealedSecret } from '../ports/token-reads.ts';
import type { Clock, Random, Vault } from '../ports/world.ts';
import { secretPlace } from '../token/client.ts';

export interface RegistryEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly store: Pick<Store, 'registry' | 'installs' | 'commit'>;
  /** What a published integration's addresses are held to; in development loopback will do. */
  readonly publishedReach: AddressReach;
}

/** Which integration, in which technical account, asked by whom. */
export interface About {
  readonly accountId: number;
  readonly integrationId: string;
  readonly by: Asker;
}

/** Characters of a client secret. */
export const clientSecretLength = 64;

/** A new integration; its secret is answered once here, and can be shown again to admins of its account. */
export async function createIntegration(
  env: RegistryEnvironment,
  draft: {
    readonly accountId: number;
    readonly kind: 'private' | 'public';
    readonly fields: IntegrationFields;
    readonly by: Asker;
  },
) {
  const integrationId = env.random.uuid();
  const { secret, clear } = drawSecret(env);
  const now = env.clock.now();
  const outcome = await carryOut(
    env.store,
    () => placeOf(env, draft.accountId, draft.by),
    (by) => decideCreate({ ...draft, integrationId, secret }, by, now),
  );
  return outcome.kind === 'created' ? { ...outcome, integrationId, clientSecret: clear } : outcome;
}

/** `fields` takes what is stored and gives what should be; a picture of the fields may be hours old. */
export async function editIntegration(
  env: RegistryEnvironment,
  edit: About & {
    readonly fields: (current: IntegrationFields) => IntegrationFields;
    readonly expectedVersion: number | undefined;
  },
) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => readAbout(env, edit),
    ({ integration, by }) =>
      decideEdit(
        integration,
        {
          fields: edit.fields(integration?.fields ?? nothing),
          expectedVersion: edit.expectedVersion,
          publishedReach: env.publishedReach,
        },
        by,
        now,
      ),
  );
}

export async function switchIntegration(env: RegistryEnvironment, about: About, state: 'active' | 'stopped') {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => readAbout(env, about),
    ({ integration, by }) => decideSwitch(integration, state, by, now),
  );
}

export async function deleteIntegration(env: RegistryEnvironment, about: About) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => readAbout(env, about),
    ({ integration, by }) => decideDelete(integration, by, now),
  );
}

/** Publishes an integration, or publishes it again with what has changed since; the operator's, until it is moderation's. */
export async function publishIntegration(env: RegistryEnvironment, integrationId: string) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    () => env.store.registry.publishFacts(integrationId),
    (facts) => decidePublish(facts, { actor: operator, operator: true, publishedReach: env.publishedReach }, now),
  );
}

/** A new secret in the place of the one that `rotation` names, answered in clear. */
export async function rotateSecret(env: RegistryEnvironment, about: About, rotation: Omit<Rotation, 'secret'>) {
  const { secret, clear } = drawSecret(env);
  const now = env.clock.now();
  const outcome = await carryOut(
    env.store,
    async () => {
      const [read, current] = await Promise.all([
        readAbout(env, about),
        env.store.registry.secret(about.accountId, about.integrationId),
      ]);
      return { ...read, currentSecretId: current?.secretId };
    },
    ({ by, ...facts }) => decideRotateSecret(facts, { ...rotation, secret }, by, now),
  );
  return outcome.kind === 'rotated' ? { ...outcome, clientSecret: clear, secretId: secret.secretId } : outcome;
}

/** The newest secret in clear; that it was looked at is recorded before it is shown. */
export async function revealSecret(env: RegistryEnvironment, about: About) {
  const now = env.clock.now();
  let stored: SealedSecret | undefined;
  const outcome = await carryOut(
    env.store,
    async () => {
      const facts = await readAbout(env, about);
      stored = await env.store.registry.secret(about.accountId, about.integrationId);
      return { ...facts, hasSecret: stored !== undefined };
    },
    ({ integration, by, hasSecret }) => decideReveal(hasSecret ? integration : undefined, by, now),
  );
  if (outcome.kind === 'refuse') return outcome;
  if (stored === undefined) throw new Error('a secret was revealed that is not there');
  const { secretId, sealed } = stored;
  return { kind: 'revealed', secretId, clientSecret: env.vault.open(secretPlace(secretId), sealed) } as const;
}

/** The integration, and who asks for it in its technical account. */
export async function readAbout(env: RegistryEnvironment, about: About) {
  const by = await placeOf(env, about.accountId, about.by);
  const integration: IntegrationFacts | undefined = await env.store.registry.integration(
    about.accountId,
    about.integrationId,
  );
  return { by, integration };
}

/** A new client secret: in clear once, and as it is stored. */
export function drawSecret(env: Pick<RegistryEnvironment, 'random' | 'vault'>) {
  const secretId = env.random.uuid();
  const clear = env.random.alphanumeric(clientSecretLength);
  return { clear, secret: { secretId, sealed: env.vault.seal(secretPlace(secretId), clear) } };
}

const nothing: IntegrationFields = {
  name: '',
  language: 'ru',
  summary: '',
  descriptionHtml: '',
  redirectUri: '',
  buttonOrigins: [],
  disconnectUri: undefined,
  scopes: [],
  logoHash: undefined,
};
