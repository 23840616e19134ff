import type { HookKind, SendTestResult } from '@pristan/rules';
import { decideTest, testBuckets } from '@pristan/rules';
import { countAttempt } from '../limits.ts';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random, SecretHasher } from '../ports/environment.ts';

export interface TestDeliveryEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: SecretHasher;
  readonly store: Pick<Store, 'deliveries' | 'installs' | 'throttles' | 'commit'>;
}

export type TestDeliveryResult = SendTestResult | { readonly kind: 'wait'; readonly until: number };

/**
 * Sends a test hook to an integration; only for admins of its technical account. Limits per hour: 30 for one
 * integration, 100 for all integrations of the account.
 */
export async function sendTestDelivery(
  env: TestDeliveryEnvironment,
  question: {
    readonly accountId: number;
    readonly integrationId: string;
    readonly hook: HookKind;
    readonly by: { readonly userId: number; readonly address: string };
  },
): Promise<TestDeliveryResult> {
  const { accountId, integrationId, hook, by } = question;
  const asked = { hook, deliveryId: env.random.uuid() };
  const now = env.clock.now();
  const read = async () => ({
    facts: await env.store.deliveries.testFacts(accountId, integrationId),
    membership: await env.store.installs.membership(accountId, by.userId),
  });
  const decide = ({ facts, membership }: Awaited<ReturnType<typeof read>>) =>
    decideTest(facts, asked, { by: { actor: by, membership }, now });
  const { outcome } = decide(await read());
  if (outcome.kind === 'refuse') return outcome;
  const counted = await countAttempt(env, testBuckets(question));
  if (counted.kind === 'wait') return counted;
  return carryOut(env.store, read, decide);
}
