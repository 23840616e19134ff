import type { ClaimedDelivery, OutboundRequest } from '@pristan/flows';
import { secretAssociatedData } from '@pristan/flows';
import type { CauseStatus, Change, DeliveryState, HookKind } from '@pristan/rules';
import { causeStatus, hookPolicies, hookSecret, isTestDelivery } from '@pristan/rules';
import { formatDisconnectUrl, testHeader } from '@pristan/wire';
import type { World } from '../environment/open.ts';
import { disconnectSignature, signedHeaders } from './sign.ts';

/** Content of one hook; composed anew for every delivery attempt, because secrets are unsealed only then. */
export interface ComposedHook {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Client secret that also signs the hook; absent on a GET, and while the receiver has no secret. */
  readonly clientSecret?: string;
  /** Secrets that the hook contains, which no log may show. */
  readonly secrets: readonly string[];
}

/** Composes one kind of hook, and says which changes follow from a delivery attempt. */
export interface HookSender {
  /**
   * Composes the hook of a delivery; `undefined`: there is nothing to send. `currentCauseStatus` judges afterwards whether
   * the hook may be sent.
   */
  compose(world: World, delivery: ClaimedDelivery): Promise<ComposedHook | undefined>;
  /** Changes to store in the same commit as a delivery attempt's outcome. Called again when that commit was stale. */
  follow?(
    world: World,
    delivery: ClaimedDelivery,
    outcome: { readonly state: DeliveryState },
  ): Promise<readonly Change[]>;
}

/** Composers of hooks, by the kinds of hook that this server can send. */
export type HookSenders = Readonly<Partial<Record<HookKind, HookSender>>>;

/**
 * Sends the hook that tells an integrator that an account disabled the integration. @see
 * docs/spec/dialect.md#disconnect-hook
 */
export const disconnectSender: HookSender = {
  async compose(world, delivery) {
    const secret = clientSecretOf(world, delivery);
    if (secret === undefined) return undefined;
    const about = { clientId: delivery.integrationId, accountId: delivery.accountId };
    const signature = disconnectSignature(about, secret);
    return { method: 'GET', url: formatDisconnectUrl(delivery.url, { ...about, signature }), secrets: [signature] };
  },
};

/** Compares the cause of a delivery with the present state: the last check before its hook is sent. */
export async function currentCauseStatus(world: World, delivery: ClaimedDelivery): Promise<CauseStatus> {
  return causeStatus(delivery.caused, await world.store.deliveries.present(delivery));
}

/** Client secret, in clear, that signs hooks to the receiver of this delivery. */
export function clientSecretOf(world: Pick<World, 'vault'>, delivery: ClaimedDelivery): string | undefined {
  const chosen = hookSecret(delivery.secrets);
  return chosen === undefined ? undefined : world.vault.open(secretAssociatedData(chosen.secretId), chosen.sealed);
}

/** HTTP request for a hook, signed with the present time, and the secrets that no log may show. */
export function signedHookRequest(
  world: World,
  delivery: ClaimedDelivery,
  message: ComposedHook,
): { readonly request: OutboundRequest; readonly secrets: readonly string[] } {
  const { method, url, body, clientSecret } = message;
  const signed = signedHeaders(world, { deliveryId: delivery.deliveryId, url, body, clientSecret });
  return {
    request: {
      method,
      url,
      headers: { ...message.headers, ...signed.headers, ...(isTestDelivery(delivery) ? testHeader : {}) },
      ...(body === undefined ? {} : { body }),
      timeoutMs: hookPolicies[delivery.hook].timeoutMs,
    },
    secrets: [...message.secrets, ...(clientSecret === undefined ? [] : [clientSecret]), ...signed.secrets],
  };
}
