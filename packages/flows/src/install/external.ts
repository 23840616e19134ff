import type { AccountFacts, Actor, ExternalAnswer, ExternalIntegration, ExternalStatement } from '@pristan/rules';
import { decideExternal, decideReturn, externalStatement } from '@pristan/rules';
import type { ReturnPath } from '@pristan/wire';
import type { AskedBefore, PressedToken } from '../confirmation.ts';
import { carryOutConfirmed } from '../confirmation.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Place, Random, Vault } from '../ports/world.ts';
import { drawSecret } from '../registry/integrations.ts';

export interface ExternalEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly store: Pick<Store, 'installs' | 'handovers' | 'commit'>;
}

/** A press of Allow on a metadata button's consent page. */
export interface ExternalQuestion {
  readonly accountId: number;
  readonly userId: number;
  readonly actor: Actor;
  /** Drawn with the request; it makes one request worth one integration, whatever is pressed again. */
  readonly handoverId: string;
  readonly press: PressedToken<ExternalStatement> | undefined;
  readonly metadata: ExternalIntegration;
  readonly path: ReturnPath;
  readonly pullChallenge: string | undefined;
}

/** Allow on a metadata button: all of it in one commit. */
export async function giveExternalConsent(
  env: ExternalEnvironment,
  question: ExternalQuestion,
): Promise<ExternalAnswer | AskedBefore> {
  const { accountId, userId, actor, handoverId, metadata, pullChallenge } = question;
  const now = env.clock.now();
  const integrationId = env.random.uuid();
  const { secret } = drawSecret(env);
  const grantId = env.random.uuid();
  const deliveryId = env.random.uuid();
  const sealedPath = env.vault.seal(pathPlace(handoverId), JSON.stringify(question.path));
  const drawn = { integrationId, grantId, deliveryId, handoverId, secret, sealedPath };
  return carryOutConfirmed(env, question.press, {
    read: async () => ({
      account: await env.store.handovers.place(accountId, userId),
      begun: (await env.store.handovers.find(accountId, handoverId)) !== undefined,
    }),
    used: ({ begun }) => begun,
    state: ({ account }) => stateExternal(account, { requestId: handoverId, metadata, path: question.path }),
    decide: ({ account }) => decideExternal(account, { userId, actor, metadata, pullChallenge, ...drawn }, now),
  });
}

/** The statement of a metadata button's consent page. */
export function stateExternal(
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

/** Where the way back of a handover is sealed. */
export function pathPlace(handoverId: string): Place {
  return { table: 'handovers', column: 'sealed_path', id: handoverId };
}
