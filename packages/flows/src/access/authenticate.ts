import type { CallDecision, CallRequest } from '@pristan/rules';
import { decideCall } from '@pristan/rules';
import type { AccessTokenClaims } from '@pristan/wire';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/environment.ts';
import type { RefusedCallers } from './refused-callers.ts';

export interface CallEnvironment {
  readonly clock: Clock;
  readonly store: Pick<Store, 'tokens'>;
  readonly refused: RefusedCallers;
}

/** A request whose token has a valid signature and has not expired. */
export interface CallQuestion {
  readonly claims: AccessTokenClaims;
  readonly host: CallRequest['host'];
  /** `X-Context-User-ID` header as the API client sent it. */
  readonly contextUser: string | undefined;
  readonly address: string;
}

/**
 * Authenticates an API request: returns the identity that the request runs as, or the refusal. It makes one database
 * round trip; a caller that ignores a 429 costs a second one, which counts against the caller's address.
 *
 * @see docs/spec/dialect.md#liveness
 * @see docs/spec/dialect.md#rate-limit
 */
export async function authenticateCall(env: CallEnvironment, question: CallQuestion): Promise<CallDecision> {
  const { claims, contextUser, address } = question;
  const caller = { accountId: claims.account_id, integrationId: claims.aud, address };
  const contextUserId = contextUser === undefined ? undefined : readId(contextUser);
  if (contextUser !== undefined && contextUserId === undefined) return { kind: 'refuse', reason: 'context_refused' };
  const now = env.clock.now();
  const refusal = env.refused.refusal(caller, now);
  if (refusal?.reason === 'blocked') return { kind: 'refuse', ...refusal };
  const call: CallDecision =
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
  env.refused.remember(caller, call, now);
  if (call.reason === 'blocked') return call;
  const { blockedUntil } = await env.store.tokens.countExcess({ ...caller, now });
  if (blockedUntil !== undefined) env.refused.remember(caller, { reason: 'blocked', until: blockedUntil }, now);
  return call;
}

/** Parses a decimal user id. @returns `undefined` for other text and for numbers beyond the range of ids */
export function readId(text: string): number | undefined {
  const id = /^\d{1,16}$/.test(text) ? Number(text) : 0;
  return id > 0 && Number.isSafeInteger(id) ? id : undefined;
}
