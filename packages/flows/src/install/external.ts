import type { Actor, ExternalAnswer, ExternalIntegration } from '@pristan/rules';
import { decideExternal } from '@pristan/rules';
import type { ReturnPath } from '@pristan/wire';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Place, Random, Vault } from '../ports/world.ts';
import { drawSecret } from '../registry/integrations.ts';
import type { PressedToken } from './consent.ts';

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
  readonly press: PressedToken;
  readonly metadata: ExternalIntegration;
  readonly path: ReturnPath;
  readonly pullChallenge: string | undefined;
}

/** Allow on a metadata button: all of it in one commit. */
export async function giveExternalConsent(
  env: ExternalEnvironment,
  question: ExternalQuestion,
): Promise<ExternalAnswer> {
  const { accountId, userId, actor, handoverId, metadata, pullChallenge } = question;
  const now = env.clock.now();
  const integrationId = env.random.uuid();
  const { secret } = drawSecret(env);
  const grantId = env.random.uuid();
  const deliveryId = env.random.uuid();
  const sealedPath = env.vault.seal(pathPlace(handoverId), JSON.stringify(question.path));
  const drawn = { integrationId, grantId, deliveryId, handoverId, secret, sealedPath };
  return carryOut(
    env.store,
    async () => ({
      account: await env.store.handovers.place(accountId, userId),
      used:
        (await env.store.installs.pressUsed(question.press.pressId)) ||
        (await env.store.handovers.find(accountId, handoverId)) !== undefined,
    }),
    ({ account, used }) =>
      decideExternal(
        account,
        { userId, actor, press: { ...question.press, used }, metadata, pullChallenge, ...drawn },
        now,
      ),
  );
}

/** Where the way back of a handover is sealed. */
export function pathPlace(handoverId: string): Place {
  return { table: 'handovers', column: 'sealed_path', id: handoverId };
}
