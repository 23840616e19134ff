import type { FreshCode } from '@pristan/rules';
import { decideFreshCode, freshCodeBuckets, hourMs } from '@pristan/rules';
import { countTry } from '../accounts/throttle.ts';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, Secrets, TokenKeys, Vault } from '../ports/world.ts';
import { compareSecret } from '../token/client.ts';
import { codePlace } from './consent.ts';

export interface FreshCodeEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly secrets: Secrets;
  readonly tokenKeys: TokenKeys;
  readonly store: Pick<Store, 'configure' | 'throttles' | 'commit'>;
}

export interface FreshCodeQuestion {
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  /** The account's id in decimal, or its subdomain. */
  readonly account: string;
  readonly grantId: string | undefined;
  readonly address: string;
}

/**
 * A fresh code for an installation, asked for with the integration's credentials. It goes to the registered redirect URI
 * by the install hook, and is told to nobody here.
 *
 * @see docs/spec/dialect.md#fresh-code
 */
export async function askFreshCode(env: FreshCodeEnvironment, question: FreshCodeQuestion): Promise<FreshCode> {
  const now = env.clock.now();
  const deliveryId = env.random.uuid();
  let counted = false;
  let until: number | undefined;
  return carryOut(
    env.store,
    async () => {
      const found = await env.store.configure.freshCodeFacts({
        clientId: question.clientId,
        account: accountOf(question.account),
        grantId: question.grantId,
        since: now - hourMs,
        now,
      });
      const { facts: compared, matched } = compareSecret(env, found.client, question.clientSecret);
      const client = compared === undefined ? undefined : { ...compared, secretId: matched?.secretId };
      // Only whoever has authenticated is counted, so that a stranger can't use up the client's requests.
      if (client?.secret === 'right' && !counted) {
        counted = true;
        const tried = await countTry(env, freshCodeBuckets(client.integrationId));
        if (tried.kind === 'wait') until = tried.until;
      }
      const { code, codeId, keyId } = env.tokenKeys.drawCode(found.installation?.accountId ?? 0);
      return {
        facts: { ...found, client },
        code: { codeId, keyId, sealedCode: env.vault.seal(codePlace(codeId), code) },
      };
    },
    ({ facts, code }) =>
      until === undefined
        ? decideFreshCode(
            facts,
            { namesGrant: question.grantId !== undefined, address: question.address, code, deliveryId },
            now,
          )
        : { outcome: { kind: 'refuse', reason: 'too_many', until }, changes: [] },
  );
}

/** The integration that the question authenticates as at this moment; `undefined`: none. Counts nothing. */
export async function freshCodeClient(
  env: Pick<FreshCodeEnvironment, 'clock' | 'vault' | 'secrets' | 'store'>,
  question: FreshCodeQuestion,
): Promise<string | undefined> {
  const now = env.clock.now();
  const found = await env.store.configure.freshCodeFacts({
    clientId: question.clientId,
    account: accountOf(question.account),
    grantId: question.grantId,
    since: now - hourMs,
    now,
  });
  const { facts } = compareSecret(env, found.client, question.clientSecret);
  return facts?.secret === 'right' ? facts.integrationId : undefined;
}

/** A subdomain may be all digits; such an account is named by its id. */
function accountOf(text: string): { readonly id: number } | { readonly subdomain: string } {
  return /^[1-9]\d{0,14}$/.test(text) ? { id: Number(text) } : { subdomain: text.toLowerCase() };
}
