/** The answer of `POST /oauth2/explain`. Times in Unix seconds. @see docs/spec/dialect.md#explain */
export interface ExplanationBody {
  readonly token: 'code' | 'refresh_token' | 'access_token' | 'long_lived_token';
  readonly works: boolean;
  readonly reason: ExplainedReason;
  readonly description: string;
  readonly account_id: number;
  readonly issued_at: number | null;
  readonly expires_at: number;
  /** The time at which the token stopped working; for a token in its grace period, the end of that period. */
  readonly at: number | null;
  readonly by: 'account_admin' | 'granting_person' | 'integrator_admin' | 'operator' | null;
  readonly first_use: { readonly at: number; readonly address: string | null } | null;
  readonly used_again: {
    readonly at: number;
    readonly address: string | null;
    readonly last_at: number;
    readonly count: number;
  } | null;
}

/** A reason that the explanation of a token can give. @see docs/spec/dialect.md#explain */
export type ExplainedReason = keyof typeof explanationDescriptions;

/**
 * The meaning and remedy of each reason why a token works or not, in one or two sentences for a reader of logs.
 *
 * @see docs/spec/dialect.md#explain
 */
export const explanationDescriptions = {
  live: 'It works.',
  in_grace: 'It was exchanged; while its successor is unused it still gives the same successor, for a while.',
  expired: 'Its time is over.',
  idle: 'Nobody refreshed it for 90 days. A person of the account has to allow the integration anew.',
  used: 'The code was exchanged. A code can be exchanged once.',
  superseded: 'It was exchanged for its successor, which is the one to use.',
  reused: 'It was exchanged for its successor and presented again later. Somebody holds an old copy.',
  token_revoked: 'This token was revoked.',
  grant_revoked: 'The access was revoked. A person of the account has to allow the integration anew.',
  person_deactivated: 'The person who gave the access is not active in the account any more.',
  installation_disabled:
    'The integration was disabled in the account. An admin has to allow it anew; enabling it revives nothing.',
  integration_stopped: 'The integration is switched off in its technical account; switched on, its tokens live again.',
  integration_adopted:
    'A published integration took the place of this external one. Use its keys; its code comes by a new consent or the install hook.',
  secret_revoked: 'A secret was revoked with everything issued before. The account has to allow the integration anew.',
} as const;

/**
 * Formats the explanation of a token that was found, its members in wire order. Takes milliseconds, writes seconds.
 *
 * @see docs/spec/dialect.md#explain
 */
export function formatExplanation(known: {
  readonly token: ExplanationBody['token'];
  readonly accountId: number;
  readonly reason: ExplainedReason;
  readonly issuedAt: number | undefined;
  readonly expiresAt: number;
  readonly at: number | undefined;
  readonly by: NonNullable<ExplanationBody['by']> | undefined;
  readonly firstUse: { readonly at: number; readonly address: string | undefined } | undefined;
  readonly reuse:
    | {
        readonly again: { readonly at: number; readonly address: string | undefined };
        readonly lastAt: number;
        readonly count: number;
      }
    | undefined;
}): ExplanationBody {
  const { reason, firstUse, reuse } = known;
  return {
    token: known.token,
    works: reason === 'live' || reason === 'in_grace',
    reason,
    description: explanationDescriptions[reason],
    account_id: known.accountId,
    issued_at: known.issuedAt === undefined ? null : seconds(known.issuedAt),
    expires_at: seconds(known.expiresAt),
    at: known.at === undefined ? null : seconds(known.at),
    by: known.by ?? null,
    first_use: firstUse === undefined ? null : { at: seconds(firstUse.at), address: firstUse.address ?? null },
    used_again:
      reuse === undefined
        ? null
        : {
            at: seconds(reuse.again.at),
            address: reuse.again.address ?? null,
            last_at: seconds(reuse.lastAt),
            count: reuse.count,
          },
  };
}

function seconds(instantMs: number): number {
  return Math.floor(instantMs / 1000);
}
