import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { testAccount } from '../test-account.ts';
import type { HookKind } from './causes.ts';

/** An integration with the addresses that its hooks go to. */
export interface TestHookFacts {
  /** The technical account of the integration. */
  readonly ownerId: number;
  readonly integrationId: string;
  readonly kind: 'private' | 'public' | 'external';
  readonly redirectUri: string;
  readonly disconnectUri: string | undefined;
  /** The address that receives an external integration's keys; absent for other kinds. */
  readonly secretsUri: string | undefined;
}

/** A hook that integrations of this kind get, and its address; without an address the hook is not sent. */
export interface TestableHook {
  readonly hook: HookKind;
  readonly url: string | undefined;
}

/**
 * The hooks that an integration can test. External integrations are never installed from a page, and the other kinds
 * get no keys by hook.
 */
export function testableHooks(integration: Omit<TestHookFacts, 'ownerId' | 'integrationId'>): readonly TestableHook[] {
  if (integration.kind === 'external') return [{ hook: 'secrets', url: integration.secretsUri }];
  return [
    { hook: 'install', url: integration.redirectUri },
    { hook: 'disconnect', url: integration.disconnectUri },
  ];
}

export type SendTestResult =
  | { readonly kind: 'sent'; readonly deliveryId: string }
  | Refusal<'forbidden' | 'unknown' | 'not_offered' | 'no_address'>;

/**
 * Sends a hook about the test account to the integration's own address, signed and logged like any other hook. It
 * changes no installation: the test account has none.
 *
 * @param integration the technical account's integration that is tested
 * @see docs/spec/dialect.md#test-deliveries
 */
export function decideTest(
  integration: TestHookFacts | undefined,
  asked: { readonly hook: HookKind; readonly deliveryId: string },
  {
    by,
    now,
  }: { readonly by: { readonly actor: Actor; readonly membership: Membership | undefined }; readonly now: Instant },
): Decided<SendTestResult> {
  if (!permits(by.membership, 'delivery.test')) return refuse('forbidden');
  if (integration === undefined) return refuse('unknown');
  const { hook, deliveryId } = asked;
  const offered = testableHooks(integration).find((one) => one.hook === hook);
  if (offered === undefined) return refuse('not_offered');
  const { url } = offered;
  if (url === undefined) return refuse('no_address');
  const { ownerId, integrationId } = integration;
  return {
    outcome: { kind: 'sent', deliveryId },
    changes: [
      {
        kind: 'hook_enqueued',
        accountId: testAccount.accountId,
        delivery: { deliveryId, integrationId, hook, url, facts: { askedBy: by.actor.userId }, cause: { test: true } },
        at: now,
      },
      { kind: 'hook_tested', accountId: ownerId, integrationId, deliveryId, hook, at: now, actor: by.actor },
    ],
  };
}
