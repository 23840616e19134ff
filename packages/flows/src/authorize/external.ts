import type { AccountFacts, Actor, ExternalAnswer, ExternalIntegration, ExternalStatement } from '@pristan/rules';
import { decideExternal, decideReturn, externalStatement, withNotices } from '@pristan/rules';
import type { ReturnPath } from '@pristan/wire';
import { readAudience } from '../audience.ts';
import { newClientSecret } from '../client-secret.ts';
import type { NotCarriedOut, SubmittedConfirmation } from '../confirmation.ts';
import { carryOutConfirmed } from '../confirmation.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, Vault } from '../ports/environment.ts';
import { returnPathAssociatedData } from '../sealed.ts';

export interface ExternalEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly store: Pick<Store, 'installs' | 'handovers' | 'notices' | 'commit'>;
}

/** Allow on the consent page that a metadata button opened. */
export interface ExternalQuestion {
  readonly accountId: number;
  readonly userId: number;
  readonly actor: Actor;
  /** Idempotency key: one sealed button request creates at most one integration. */
  readonly handoverId: string;
  readonly press: SubmittedConfirmation<ExternalStatement> | undefined;
  readonly metadata: ExternalIntegration;
  readonly path: ReturnPath;
  readonly pullChallenge: string | undefined;
}

/** Carries out Allow for a metadata button in one commit: integration, installation, grant and key handover. */
export async function giveExternalConsent(
  env: ExternalEnvironment,
  question: ExternalQuestion,
): Promise<ExternalAnswer | NotCarriedOut> {
  const { accountId, userId, actor, handoverId, metadata, pullChallenge } = question;
  const now = env.clock.now();
  const integrationId = env.random.uuid();
  const { secret } = newClientSecret(env);
  const grantId = env.random.uuid();
  const deliveryId = env.random.uuid();
  const sealedPath = env.vault.seal(returnPathAssociatedData(handoverId), JSON.stringify(question.path));
  const drawn = { integrationId, grantId, deliveryId, handoverId, secret, sealedPath };
  return carryOutConfirmed(env, question.press, {
    read: async () => ({
      account: await env.store.handovers.place(accountId, userId),
      audience: await readAudience(env, { accountId, integrationId, userId: actor.userId, name: metadata.name }),
      begun: (await env.store.handovers.find(accountId, handoverId)) !== undefined,
    }),
    used: ({ begun }) => begun,
    state: ({ account }) => externalConsentStatement(account, { requestId: handoverId, metadata, path: question.path }),
    decide: ({ account, audience }) =>
      withNotices(decideExternal(account, { userId, actor, metadata, pullChallenge, ...drawn }, now), audience),
  });
}

/** The statement of a metadata button's consent page. */
export function externalConsentStatement(
  account: AccountFacts | undefined,
  {
    requestId,
    metadata,
    path,
  }: { readonly requestId: string; readonly metadata: StatedMetadata; readonly path: ReturnPath },
): ExternalStatement | undefined {
  const { redirectUri } = metadata;
  const back = decideReturn(path, { redirectUri, buttonOrigins: [] }, redirectUri);
  const returnsTo = new URL(back.kind === 'message' ? back.targetOrigin : redirectUri).host;
  return externalStatement(account, { requestId, metadata, returnsTo });
}

type StatedMetadata = Pick<ExternalIntegration, 'name' | 'scopes' | 'redirectUri' | 'secretsUri'>;
