import type { Actor, NewCode } from '../change.ts';
import type { GrantFacts } from '../access/standing.ts';
import type { DelegationEnd } from '../access/delegation.ts';
import { delegationStatus } from '../access/delegation.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { AttemptFailure, DeliveryState } from '../hooks/change.ts';
import type { Instant } from '../instant.ts';
import { codeLifetimeMs } from '../lifetimes.ts';

/** How the integrator's server took the keys so far. */
export interface HandoverTrouble {
  /** Its last answer, when it gave one. */
  readonly lastStatus: number | undefined;
  /** Why the last try failed; absent before a try has ended. */
  readonly lastFailure: AttemptFailure | undefined;
}

/** Where a handover stands: the delivery of its keys, its grant, and the code that may have been minted. */
export interface HandoverFacts {
  readonly accountId: number;
  readonly handoverId: string;
  readonly integrationId: string;
  readonly grant: GrantFacts;
  readonly redirectUri: string;
  /** `gone`: too old to be in the log any more. */
  readonly delivery: HandoverTrouble & { readonly state: DeliveryState | 'gone' };
  /** S256 challenge of whoever may pull the keys; absent when the button had none. */
  readonly pullChallenge: string | undefined;
  readonly pulledAt: Instant | undefined;
  readonly codeRedeemed: boolean;
  /** The code that was minted last, sealed; absent: none was, or it cannot be given again. */
  readonly code: { readonly codeId: string; readonly sealed: Uint8Array; readonly expiresAt: Instant } | undefined;
  /** Id of the code that was minted last, whatever became of it. */
  readonly codeId: string | undefined;
}

/** A code for whoever waits: minted now, or before and still good. */
export interface MintedCode {
  readonly codeId: string;
  readonly sealed: Uint8Array;
}

export type Handover =
  /** The keys are where they belong, or, with `pull`, a one-time code for them goes beside this code. */
  | { readonly kind: 'return'; readonly code: MintedCode; readonly pull: boolean }
  | ({ readonly kind: 'waiting' } & HandoverTrouble)
  /** The integrator has exchanged the code already. */
  | { readonly kind: 'finished' }
  | ({ readonly kind: 'given_up' } & HandoverTrouble)
  /** Revoked, disabled or stopped meanwhile, or its person is no admin any more. */
  | { readonly kind: 'stopped'; readonly why: DelegationEnd };

/**
 * What a person who waits for a handover gets. Never a code before the keys: either the receiver accepted them, or the
 * integrator asked to pull them and pushing has failed. Whoever looks again gets the same code until it is exchanged or
 * over, and then another one: it is of the same grant.
 *
 * @see docs/spec/dialect.md#secrets-hook
 */
export function decideHandover(
  facts: HandoverFacts,
  drawn: { readonly codeId: string; readonly keyId: string; readonly sealedCode: Uint8Array; readonly actor: Actor },
  now: Instant,
): Decided<Handover> {
  const { delivery, grant } = facts;
  const trouble = { lastStatus: delivery.lastStatus, lastFailure: delivery.lastFailure };
  const nothing = (outcome: Handover): Decided<Handover> => ({ outcome, changes: [] });
  if (facts.codeRedeemed) return nothing({ kind: 'finished' });
  const end = handoverEnd(facts);
  if (end !== undefined) return nothing({ kind: 'stopped', why: end });
  const accepted = delivery.state === 'delivered' || facts.pulledAt !== undefined;
  const pull = !accepted && facts.pullChallenge !== undefined && delivery.lastFailure !== undefined;
  if (!accepted && !pull) {
    const over = delivery.state === 'failed' || delivery.state === 'unknown' || delivery.state === 'gone';
    return nothing({ kind: over ? 'given_up' : 'waiting', ...trouble });
  }
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

export type PullAnswer = { readonly kind: 'pulled' } | Refusal<'pull_unknown' | 'pulled_before' | 'verifier_differs'>;

/**
 * Whether the keys may be fetched: once, by whoever shows the verifier of the button's challenge. A wrong verifier uses
 * nothing up.
 *
 * @param challenge of the verifier that was shown
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
 * Why no key is given, pushed or pulled, and no code minted: the consent was taken back, or the person who gave it is no
 * active admin any more. `undefined`: they are.
 */
export function handoverEnd({ grant }: Pick<HandoverFacts, 'grant'>): DelegationEnd | undefined {
  const status = delegationStatus('handover', {
    person: { membership: grant.membership },
    grant: { facts: grant, kind: 'external', keyEpoch: grant.integration.keyEpoch },
  });
  return status === 'holds' ? undefined : status;
}
