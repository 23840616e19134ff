import type { Decided, FreshCodeResult } from '@pristan/rules';
import { decideFreshCode, freshCodeBuckets, hourMs } from '@pristan/rules';
import { compareSecret, recordClientAuthentication } from '../client-secret.ts';
import { countAttempt } from '../limits.ts';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, SecretHasher, TokenKeys, Vault } from '../ports/environment.ts';
import { codeAssociatedData } from '../sealed.ts';

export interface FreshCodeEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly secrets: SecretHasher;
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
 * Issues a new authorization code for an installation, requested with the integration's credentials. The install hook
 * delivers the code to the registered redirect URI; the response does not contain it.
 *
 * @see docs/spec/dialect.md#fresh-code
 */
export async function askFreshCode(env: FreshCodeEnvironment, question: FreshCodeQuestion): Promise<FreshCodeResult> {
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
      // Counts only authenticated requests, so that a stranger can't exhaust the client's limit.
      if (client?.secret === 'right' && !counted) {
        counted = true;
        const tried = await countAttempt(env, freshCodeBuckets(client.integrationId));
        if (tried.kind === 'wait') until = tried.until;
      }
      const { code, codeId, keyId } = env.tokenKeys.drawCode(found.installation?.accountId ?? 0);
      return {
        facts: { ...found, client },
        shown: recordClientAuthentication(compared, matched, now),
        code: { codeId, keyId, sealedCode: env.vault.seal(codeAssociatedData(codeId), code) },
      };
    },
    ({ facts, code, shown }): Decided<FreshCodeResult> => {
      if (until !== undefined) return { outcome: { kind: 'refuse', reason: 'too_many', until }, changes: [] };
      const decided = decideFreshCode(
        facts,
        { namesGrant: question.grantId !== undefined, address: question.address, code, deliveryId },
        now,
      );
      return { ...decided, changes: [...decided.changes, ...shown] };
    },
  );
}

/**
 * The integration whose credentials a code request carries; `undefined` when they are wrong. Does not count towards the
 * rate limit. Records that the keys were used, whatever happens to the request afterwards.
 */
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
  const { facts, matched } = compareSecret(env, found.client, question.clientSecret);
  const shown = recordClientAuthentication(facts, matched, now);
  if (shown.length > 0) await env.store.commit(shown);
  return facts?.secret === 'right' ? facts.integrationId : undefined;
}

/** A name of digits only counts as an account id; an account with such a subdomain is named by its id. */
function accountOf(text: string): { readonly id: number } | { readonly subdomain: string } {
  return /^[1-9]\d{0,14}$/.test(text) ? { id: Number(text) } : { subdomain: text.toLowerCase() };
}
