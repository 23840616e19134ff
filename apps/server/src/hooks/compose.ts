import type { ClaimedDelivery, OutboundRequest } from '@pristan/flows';
import { secretPlace } from '@pristan/flows';
import type { Change, DeliveryState, HookKind } from '@pristan/rules';
import { delegationStatus, hookPolicies, hookSecret, isTest } from '@pristan/rules';
import { formatDisconnectUrl, testHeader } from '@pristan/wire';
import type { World } from '../environment/open.ts';
import { disconnectSignature, signedHeaders } from './sign.ts';

/** What one kind of hook says; made anew for every try, because only then secrets are unsealed. */
export interface Message {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Signs the body too; absent where the receiver has no secret yet, and on a GET. */
  readonly clientSecret?: string;
  /** Everything in it that no log may show. */
  readonly secrets: readonly string[];
}

/** How one kind of hook comes to be, and what follows from it. */
export interface HookWord {
  /** `undefined`: its cause is gone, so that nothing is sent. */
  compose(world: World, delivery: ClaimedDelivery): Promise<Message | undefined>;
  /**
   * What is stored in the same commit as a try's outcome. Asked again when the commit found that something had changed.
   */
  follow?(
    world: World,
    delivery: ClaimedDelivery,
    outcome: { readonly state: DeliveryState },
  ): Promise<readonly Change[]>;
}

/** The kinds that this server knows how to send. */
export type HookWords = Readonly<Partial<Record<HookKind, HookWord>>>;

/** @see docs/spec/dialect.md#disconnect-hook */
export const disconnectWord: HookWord = {
  async compose(world, delivery) {
    const secret = clientSecretOf(world, delivery);
    if (secret === undefined) return undefined;
    const about = { clientId: delivery.integrationId, accountId: delivery.accountId };
    const signature = disconnectSignature(about, secret);
    return { method: 'GET', url: formatDisconnectUrl(delivery.url, { ...about, signature }), secrets: [signature] };
  },
};

/** Whether a test is still asked for by an admin of the integration's technical account; what is no test is not asked. */
export async function isStillAsked(world: World, delivery: ClaimedDelivery): Promise<boolean> {
  if (!isTest(delivery)) return true;
  const { askedBy } = delivery.facts;
  const person =
    typeof askedBy === 'number' ? await world.store.deliveries.asker(delivery.integrationId, askedBy) : undefined;
  return delegationStatus('test_delivery', { person }) === 'holds';
}

/** The client secret that hooks to this receiver are signed with, in clear. */
export function clientSecretOf(world: Pick<World, 'vault'>, delivery: ClaimedDelivery): string | undefined {
  const chosen = hookSecret(delivery.secrets);
  return chosen === undefined ? undefined : world.vault.open(secretPlace(chosen.secretId), chosen.sealed);
}

/** The request of a message, signed for this moment; and all that must not be shown of it. */
export function requestOf(
  world: World,
  delivery: ClaimedDelivery,
  message: Message,
): { readonly request: OutboundRequest; readonly secrets: readonly string[] } {
  const { method, url, body, clientSecret } = message;
  const signed = signedHeaders(world, { deliveryId: delivery.deliveryId, url, body, clientSecret });
  return {
    request: {
      method,
      url,
      headers: { ...message.headers, ...signed.headers, ...(isTest(delivery) ? testHeader : {}) },
      ...(body === undefined ? {} : { body }),
      timeoutMs: hookPolicies[delivery.hook].timeoutMs,
    },
    secrets: [...message.secrets, ...(clientSecret === undefined ? [] : [clientSecret]), ...signed.secrets],
  };
}
