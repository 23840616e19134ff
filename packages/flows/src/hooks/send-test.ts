import type { HookKind, SendTest } from '@pristan/rules';
import { decideTest, testBuckets } from '@pristan/rules';
import { countTry } from '../accounts/throttle.ts';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, Secrets } from '../ports/world.ts';

export interface TestEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Secrets;
  readonly store: Pick<Store, 'deliveries' | 'installs' | 'throttles' | 'commit'>;
}

export type TestSent = SendTest | { readonly kind: 'wait'; readonly until: number };

/**
 * Sends a test hook to an integration, asked by an admin of its technical account: at most 30 within an hour, and 100 to
 * all that the account develops.
 */
export async function sendTestDelivery(
  env: TestEnvironment,
  question: {
    readonly accountId: number;
    readonly integrationId: string;
    readonly hook: HookKind;
    readonly by: { readonly userId: number; readonly address: string };
  },
): Promise<TestSent> {
  const { accountId, integrationId, hook, by } = question;
  const asked = { hook, deliveryId: env.random.uuid() };
  const now = env.clock.now();
  const read = async () => ({
    facts: await env.store.deliveries.testFacts(accountId, integrationId),
    membership: await env.store.installs.membership(accountId, by.userId),
  });
  const decide = ({ facts, membership }: Awaited<ReturnType<typeof read>>) =>
    decideTest(facts, asked, { actor: by, membership }, now);
  const { outcome } = decide(await read());
  if (outcome.kind === 'refuse') return outcome;
  const counted = await countTry(env, testBuckets(question));
  if (counted.kind === 'wait') return counted;
  return carryOut(env.store, read, decide);
}
