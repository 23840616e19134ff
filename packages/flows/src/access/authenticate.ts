import type { Call, CallRequest } from '@pristan/rules';
import { decideCall } from '@pristan/rules';
import type { AccessTokenClaims } from '@pristan/wire';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/world.ts';
import type { RefusedCallers } from './limits.ts';

export interface CallEnvironment {
  readonly clock: Clock;
  readonly store: Pick<Store, 'tokens'>;
  readonly refused: RefusedCallers;
}

/** A request whose token is authentic and not expired. */
export interface CallQuestion {
  readonly claims: AccessTokenClaims;
  readonly host: CallRequest['host'];
  /** `X-Context-User-ID` as sent. */
  readonly contextUser: string | undefined;
  readonly address: string;
}

/**
 * Who a request runs for, or why it does not: one round trip, and a second one only for what goes on after its limit,
 * which is counted for the address it comes from.
 *
 * @see docs/spec/dialect.md#liveness
 * @see docs/spec/dialect.md#rate-limit
 */
export async function authenticateCall(env: CallEnvironment, question: CallQuestion): Promise<Call> {
  const { claims, contextUser, address } = question;
  const caller = { accountId: claims.account_id, integrationId: claims.aud, address };
  const contextUserId = contextUser === undefined ? undefined : readId(contextUser);
  if (contextUser !== undefined && contextUserId === undefined) return { kind: 'refuse', reason: 'context_refused' };
  const now = env.clock.now();
  const refusal = env.refused.refusal(caller, now);
  if (refusal?.reason === 'blocked') return { kind: 'refuse', ...refusal };
  const call: Call =
    refusal === undefined
      ? decideCall(
          { keyEpoch: claims.key_epoch, host: question.host, contextUserId },
          await env.store.tokens.apiFacts({
            ...caller,
            grantId: claims.hash_uuid,
            tokenId: claims.token_id,
            keyEpoch: claims.key_epoch,
            contextUserId,
            now,
          }),
          now,
        )
      : { kind: 'refuse', ...refusal };
  if (call.kind !== 'refuse' || !('until' in call)) return call;
  env.refused.remember(caller, call.reason, call.until, now);
  if (call.reason === 'blocked') return call;
  const { blockedUntil } = await env.store.tokens.countExcess({ ...caller, now });
  if (blockedUntil !== undefined) env.refused.remember(caller, 'blocked', blockedUntil, now);
  return call;
}

/** A user's id in decimal; `undefined` for everything else, numbers that no id can be included. */
export function readId(text: string): number | undefined {
  const id = /^\d{1,16}$/.test(text) ? Number(text) : 0;
  return id > 0 && Number.isSafeInteger(id) ? id : undefined;
}
