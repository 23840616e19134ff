import { createHmac, sign } from 'node:crypto';
import type { HookSignatures } from '@pristan/wire';
import { disconnectSigningInput, formatHookHeaders, hookSigningInput, rawQueryOf } from '@pristan/wire';
import type { World } from '../environment/open.ts';

/** Computes the value of the disconnect hook's `signature` parameter. @see docs/spec/dialect.md#disconnect-hook */
export function disconnectSignature(
  about: { readonly clientId: string; readonly accountId: number },
  clientSecret: string,
): string {
  return createHmac('sha256', clientSecret).update(disconnectSigningInput(about)).digest('hex');
}

/** Content of a hook that its signatures cover. */
export interface UnsignedHook {
  readonly deliveryId: string;
  readonly url: string;
  readonly body: string | undefined;
  /** Client secret that signs the hook besides the platform's key; absent while the receiver has no secret. */
  readonly clientSecret: string | undefined;
}

/**
 * Signature headers of a hook, made with the present time.
 *
 * @see docs/spec/dialect.md#hook-signatures
 */
export function signedHeaders(world: Pick<World, 'keyRing' | 'clock'>, hook: UnsignedHook) {
  const timestampSeconds = Math.floor(world.clock.now() / 1000);
  const payload = hook.body ?? rawQueryOf(hook.url);
  const input = hookSigningInput({ id: hook.deliveryId, timestampSeconds, payload });
  const signatures: HookSignatures = {
    v1a: sign(null, Buffer.from(input), world.keyRing.newestHook().privateKey).toString('base64'),
    ...(hook.clientSecret === undefined
      ? {}
      : { v1: createHmac('sha256', hook.clientSecret).update(input).digest('base64') }),
  };
  return {
    headers: formatHookHeaders({ id: hook.deliveryId, timestampSeconds, signatures }),
    secrets: Object.values(signatures),
  };
}
