import type { ClaimedDelivery, OutboundRequest } from '@pristan/flows';
import { secretAssociatedData } from '@pristan/flows';
import type { CauseStatus, Change, DeliveryState, HookKind } from '@pristan/rules';
import { causeStatus, hookPolicies, hookSecret, isTest } from '@pristan/rules';
import { formatDisconnectUrl, testHeader } from '@pristan/wire';
import type { World } from '../environment/open.ts';
import { disconnectSignature, signedHeaders } from './sign.ts';

/** Content of one hook; composed for every attempt, because only then secrets are unsealed. */
export interface Message {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Client secret that also signs the body; absent on a GET, and while the receiver has no secret. */
  readonly clientSecret?: string;
  /** Secrets of the message, which no log may show. */
  readonly secrets: readonly string[];
}

/** Composes one kind of hook, and says what follows from an attempt. */
export interface HookSender {
  /** `undefined`: nothing to send. `currentStatus` judges afterwards whether it may be sent. */
  compose(world: World, delivery: ClaimedDelivery): Promise<Message | undefined>;
  /** Changes to store in the same commit as an attempt's outcome. Called again when the commit was stale. */
  follow?(
    world: World,
    delivery: ClaimedDelivery,
    outcome: { readonly state: DeliveryState },
  ): Promise<readonly Change[]>;
}

/** Composers of the kinds that this server can send. */
export type HookSenders = Readonly<Partial<Record<HookKind, HookSender>>>;

/** @see docs/spec/dialect.md#disconnect-hook */
export const disconnectSender: HookSender = {
  async compose(world, delivery) {
    const secret = clientSecretOf(world, delivery);
    if (secret === undefined) return undefined;
    const about = { clientId: delivery.integrationId, accountId: delivery.accountId };
    const signature = disconnectSignature(about, secret);
    return { method: 'GET', url: formatDisconnectUrl(delivery.url, { ...about, signature }), secrets: [signature] };
  },
};

/** Compares a delivery's cause with the present state: the last check before it is sent. */
export async function currentStatus(world: World, delivery: ClaimedDelivery): Promise<CauseStatus> {
  return causeStatus(delivery.caused, await world.store.deliveries.present(delivery));
}

/** Client secret, in clear, that signs hooks to this receiver. */
export function clientSecretOf(world: Pick<World, 'vault'>, delivery: ClaimedDelivery): string | undefined {
  const chosen = hookSecret(delivery.secrets);
  return chosen === undefined ? undefined : world.vault.open(secretAssociatedData(chosen.secretId), chosen.sealed);
}

/** Request of a message, signed for this moment, and the secrets that must not be shown. */
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
