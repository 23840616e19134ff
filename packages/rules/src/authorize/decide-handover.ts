import type { Actor, NewCode } from '../change.ts';
import type { GrantFacts } from '../access/grant-status.ts';
import type { DelegationEnd } from '../access/delegation.ts';
import { delegationStatus } from '../access/delegation.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { AttemptFailure, DeliveryState } from '../hooks/change.ts';
import type { Instant } from '../instant.ts';
import { codeLifetimeMs } from '../lifetimes.ts';

/** The last failure of sending the keys to an external integration's server. @see docs/spec/dialect.md#secrets-hook */
export interface HandoverFailure {
  /** The HTTP status of the server's last answer, if there was one. */
  readonly lastStatus: number | undefined;
  /** The failure of the last delivery attempt; absent before an attempt has ended. */
  readonly lastFailure: AttemptFailure | undefined;
}

/**
 * The state of a key handover: the delivery of the keys, the grant, and any issued authorization code.
 *
 * @see docs/spec/dialect.md#secrets-hook
 */
export interface HandoverFacts {
  readonly accountId: number;
  readonly handoverId: string;
  readonly integrationId: string;
  readonly grant: GrantFacts;
  readonly redirectUri: string;
  /** The delivery of the keys; `gone` when it is too old for the delivery log. */
  readonly delivery: HandoverFailure & { readonly state: DeliveryState | 'gone' };
  /**
   * S256 challenge of a key pull: only the holder of its verifier may pull the keys. Absent when the button had none.
   */
  readonly pullChallenge: string | undefined;
  readonly pulledAt: Instant | undefined;
  /** True when the new client has authenticated a request, which proves that it has the keys. */
  readonly keysUsed: boolean;
  readonly codeRedeemed: boolean;
  /** The last issued authorization code, sealed; absent when none was issued, or the code cannot be returned again. */
  readonly code: { readonly codeId: string; readonly sealed: Uint8Array; readonly expiresAt: Instant } | undefined;
  /** The ID of the last issued authorization code, even if that code has expired or was used. */
  readonly codeId: string | undefined;
}

/**
 * An authorization code for the admin who waits for the handover, issued now or earlier and still valid.
 *
 * @see docs/spec/dialect.md#secrets-hook
 */
export interface MintedCode {
  readonly codeId: string;
  readonly sealed: Uint8Array;
}

/** The result for the admin who waits while the keys are handed over. @see docs/spec/dialect.md#secrets-hook */
export type HandoverResult =
  /**
   * The integration's server accepted the keys; with `pull` it did not, and a one-time secrets code comes with the
   * authorization code.
   */
  | { readonly kind: 'return'; readonly code: MintedCode; readonly pull: boolean }
  | ({ readonly kind: 'waiting' } & HandoverFailure)
  /** The integrator has already exchanged the authorization code. */
  | { readonly kind: 'finished' }
  | ({ readonly kind: 'given_up' } & HandoverFailure)
  /**
   * The grant was revoked, the installation disabled or the integration paused meanwhile, or the user is no longer an
   * admin.
   */
  | { readonly kind: 'stopped'; readonly why: DelegationEnd };

/**
 * Decides the result for the admin who waits while the keys are handed over. No authorization code is issued before the
 * keys arrived: the server accepted them, or the button asked for a pull and pushing has failed. Further looks get the
 * same code until it is exchanged or expired, and then another one for the same grant.
 *
 * @see docs/spec/dialect.md#secrets-hook
 */
export function decideHandover(
  facts: HandoverFacts,
  drawn: { readonly codeId: string; readonly keyId: string; readonly sealedCode: Uint8Array; readonly actor: Actor },
  now: Instant,
): Decided<HandoverResult> {
  const { delivery, grant } = facts;
  const trouble = { lastStatus: delivery.lastStatus, lastFailure: delivery.lastFailure };
  const nothing = (outcome: HandoverResult): Decided<HandoverResult> => ({ outcome, changes: [] });
  if (facts.codeRedeemed) return nothing({ kind: 'finished' });
  const end = handoverEnd(facts);
  if (end !== undefined) return nothing({ kind: 'stopped', why: end });
  const accepted = hasKeys(facts);
  const pull = !accepted && facts.pullChallenge !== undefined && delivery.lastFailure !== undefined;
  if (!accepted && !pull)
    return nothing({ kind: unsuccessful.has(delivery.state) ? 'given_up' : 'waiting', ...trouble });
  if (facts.code !== undefined && facts.code.expiresAt > now)
    return nothing({ kind: 'return', code: facts.code, pull });
  const { accountId, handoverId } = facts;
  const code: NewCode = {
    codeId: drawn.codeId,
    keyId: drawn.keyId,
    grantId: grant.grantId,
    integrationId: facts.integrationId,
    redirectUri: facts.redirectUri,
    codeChallenge: undefined,
    keyEpoch: grant.integration.keyEpoch,
    issuedAt: now,
    expiresAt: now + codeLifetimeMs,
    sealedCode: drawn.sealedCode,
    copyable: false,
  };
  return {
    outcome: { kind: 'return', code: { codeId: drawn.codeId, sealed: drawn.sealedCode }, pull },
    changes: [
      { kind: 'handover_code_minted', accountId, handoverId, codeId: drawn.codeId, before: facts.codeId, at: now },
      { kind: 'code_issued', accountId, code, waitingAdmin: grant.userId, actor: drawn.actor },
    ],
  };
}

/** The states of a delivery that has ended without bringing the keys. */
const unsuccessful: ReadonlySet<HandoverFacts['delivery']['state']> = new Set([
  'failed',
  'unknown',
  'overtaken',
  'gone',
]);

function hasKeys({ delivery, pulledAt, keysUsed }: HandoverFacts): boolean {
  return delivery.state === 'delivered' || pulledAt !== undefined || keysUsed;
}

/** The keys may be pulled, or the reason why not. @see docs/spec/dialect.md#pull */
export type PullAnswer = { readonly kind: 'pulled' } | Refusal<'pull_unknown' | 'pulled_before' | 'verifier_differs'>;

/**
 * Decides whether an integrator may pull the keys: once, with the verifier of the button's challenge. A wrong verifier
 * does not use up the pull.
 *
 * @param asked.challenge the S256 challenge of the presented verifier
 * @see docs/spec/dialect.md#pull
 */
export function decidePull(
  facts: HandoverFacts | undefined,
  asked: { readonly challenge: string; readonly address: string },
  now: Instant,
): Decided<PullAnswer> {
  if (facts?.pullChallenge === undefined || handoverEnd(facts) !== undefined) return refuse('pull_unknown');
  if (facts.pullChallenge !== asked.challenge) return refuse('verifier_differs');
  if (facts.pulledAt !== undefined) return refuse('pulled_before');
  const { accountId, handoverId, integrationId, grant } = facts;
  return {
    outcome: { kind: 'pulled' },
    changes: [
      {
        kind: 'handover_pulled',
        accountId,
        handoverId,
        integrationId,
        grantId: grant.grantId,
        userId: grant.userId,
        at: now,
        address: asked.address,
      },
    ],
  };
}

/**
 * The reason why neither keys nor an authorization code are handed over: the consent was revoked, or its user is no
 * longer an active admin. `undefined` when there is none.
 *
 * @see docs/spec/dialect.md#secrets-hook
 */
export function handoverEnd({ grant }: Pick<HandoverFacts, 'grant'>): DelegationEnd | undefined {
  const status = delegationStatus('handover', {
    person: { membership: grant.membership },
    grant: { facts: grant, kind: 'external', keyEpoch: grant.integration.keyEpoch },
  });
  return status === 'holds' ? undefined : status;
}
