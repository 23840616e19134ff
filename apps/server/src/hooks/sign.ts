import { createHmac, sign } from 'node:crypto';
import type { HookSignatures } from '@pristan/wire';
import { disconnectSigningInput, formatHookHeaders, hookSigningInput, rawQueryOf } from '@pristan/wire';
import type { World } from '../environment/open.ts';

/** The `signature` parameter of the disconnect hook. @see docs/spec/dialect.md#disconnect-hook */
export function disconnectSignature(
  about: { readonly clientId: string; readonly accountId: number },
  clientSecret: string,
): string {
  return createHmac('sha256', clientSecret).update(disconnectSigningInput(about)).digest('hex');
}

/** A request before it is signed. */
export interface UnsignedHook {
  readonly deliveryId: string;
  readonly url: string;
  readonly body: string | undefined;
  /** What the body is signed with besides the platform's key; absent where the receiver has no secret yet. */
  readonly clientSecret: string | undefined;
}

/**
 * The signature headers of a request, made for this moment.
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
