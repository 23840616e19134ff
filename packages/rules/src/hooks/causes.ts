import type { Membership } from '../access/actions.ts';
import type { DelegationEnd } from '../access/delegation.ts';
import { delegationStatus } from '../access/delegation.ts';
import type { IntegrationAvailability } from '../access/availability.ts';
import type { GrantFacts } from '../access/grant-status.ts';

/**
 * The state of its cause that each kind of hook stores. A kind without one does not compile; the kind's entry in
 * `hookCauses` compares the stored state with the present one.
 *
 * @see ARCHITECTURE.md#hooks-and-the-state-they-belong-to
 */
export interface HookCauses {
  /** The installation's epoch after it ended. Every end raises the epoch. */
  readonly disconnect: { readonly epoch: number };
  /** The authorization code's grant, the epoch of the grant, and the key epoch in which the code works. */
  readonly install: { readonly grantId: string; readonly epoch: number; readonly keyEpoch: number };
  /** The grant that the keys belong to, and the epoch of the grant. */
  readonly secrets: { readonly grantId: string; readonly epoch: number };
}

/** The kinds of hooks that the platform sends. @see docs/spec/dialect.md#deliveries */
export type HookKind = keyof HookCauses;

/** The cause of a test hook, which a user started; the delivery's `askedBy` has the user's ID. */
export interface TestCause {
  readonly test: true;
}

/** The present state of everything that a delivery depends on, from one read. */
export interface PresentState {
  /** Absent when the integration was deleted. */
  readonly integration: { readonly kind: IntegrationAvailability['kind'] } | undefined;
  /** Absent when there is no installation. `hasGrant`: a grant of the current epoch is not revoked. */
  readonly installation:
    { readonly state: 'enabled' | 'disabled'; readonly epoch: number; readonly hasGrant: boolean } | undefined;
  /** The grant that the delivery's cause names. */
  readonly grant: GrantFacts | undefined;
  /** Whether the integrator has pulled the keys of the handover, or used them since the delivery was last enqueued. */
  readonly keys: 'waited_for' | 'fetched' | 'used';
  /** True when the receiver's address answered 410 and its owner has not enabled it since. */
  readonly receiverStopped: boolean;
  /** The membership of the user who asked for a test hook; absent when that user is unknown. */
  readonly asker: { readonly membership: Membership | undefined } | undefined;
}

/** The newer state that makes a hook obsolete, so that it is not sent. */
export type OvertakenBy = 'connected_again' | 'ended_again' | 'keys_fetched' | DelegationEnd;

/**
 * Whether a hook's content is still true. `paused` and `receiver_stopped`: the hook waits for its integration's owner.
 * `accepted`: the receiver has shown that it already knows the content.
 */
export type CauseStatus =
  | { readonly kind: 'current' }
  | { readonly kind: 'paused' | 'receiver_stopped' | 'accepted' }
  | { readonly kind: 'overtaken'; readonly by: OvertakenBy };

interface CauseRule<State> {
  /** The members of the cause's state, as stored. */
  readonly carries: readonly (keyof State)[];
  /** @param state absent for hooks enqueued before states were stored: only the present state counts */
  readonly status: (state: State | undefined, present: PresentState) => CauseStatus;
}

const current = { kind: 'current' } as const;
const overtaken = (by: OvertakenBy): CauseStatus => ({ kind: 'overtaken', by });

export const hookCauses: { readonly [Hook in HookKind]: CauseRule<HookCauses[Hook]> } = {
  // Each end of an installation has its own disconnect hook, and the newest covers all earlier ones. It is sent even
  // after the integration's deletion, since the account's data must be removed.
  disconnect: {
    carries: ['epoch'],
    status(state, { installation }) {
      if (installation === undefined) return current;
      if (installation.state === 'enabled' && installation.hasGrant) return overtaken('connected_again');
      return state !== undefined && state.epoch < installation.epoch ? overtaken('ended_again') : current;
    },
  },
  install: {
    carries: ['grantId', 'epoch', 'keyEpoch'],
    status(state, { integration, installation, grant }) {
      if (integration === undefined) return overtaken('integration_deleted');
      if (grant === undefined) return overtaken('maker_unknown');
      if (state !== undefined && state.epoch !== installation?.epoch) return overtaken('installation_disabled');
      const { keyEpoch } = state ?? grant.integration;
      const end = delegationStatus('sent_code', { grant: { facts: grant, kind: integration.kind, keyEpoch } });
      return end === 'holds' ? current : overtaken(end);
    },
  },
  secrets: {
    carries: ['grantId', 'epoch'],
    status(state, { integration, installation, grant, keys }) {
      if (integration === undefined) return overtaken('integration_deleted');
      if (grant === undefined) return overtaken('maker_unknown');
      if (state !== undefined && state.epoch !== installation?.epoch) return overtaken('installation_disabled');
      const { keyEpoch } = grant.integration;
      const person = { membership: grant.membership };
      const end = delegationStatus('handover', { person, grant: { facts: grant, kind: integration.kind, keyEpoch } });
      // The owner may resume a paused integration, and the admin still waits for its keys.
      if (end === 'integration_stopped') return isOnlyPaused(grant) ? { kind: 'paused' } : overtaken(end);
      if (end !== 'holds') return overtaken(end);
      if (keys === 'used') return { kind: 'accepted' };
      return keys === 'fetched' ? overtaken('keys_fetched') : current;
    },
  },
};

function isOnlyPaused({ revokedAt, installation, epoch }: GrantFacts): boolean {
  return revokedAt === undefined && installation.state === 'enabled' && installation.epoch === epoch;
}

/** A delivery with the stored state of its cause. */
export type CausedDelivery =
  | { readonly isTest: true }
  | {
      [Hook in HookKind]: {
        readonly isTest: false;
        readonly hook: Hook;
        readonly cause: HookCauses[Hook] | undefined;
      };
    }[HookKind];

/**
 * Compares the stored state of a delivery's cause with the present state: just before the delivery is sent, and when
 * somebody asks to send it again.
 *
 * @see docs/spec/dialect.md#overtaken
 */
export function causeStatus(delivery: CausedDelivery, present: PresentState): CauseStatus {
  if (!delivery.isTest) {
    const status = statusOf(delivery.hook, delivery.cause, present);
    return status.kind === 'current' && present.receiverStopped ? { kind: 'receiver_stopped' } : status;
  }
  if (present.integration === undefined) return overtaken('integration_deleted');
  const end = delegationStatus('test_delivery', { person: present.asker });
  return end === 'holds' ? current : overtaken(end);
}

function statusOf<Hook extends HookKind>(
  hook: Hook,
  cause: HookCauses[Hook] | undefined,
  present: PresentState,
): CauseStatus {
  return hookCauses[hook].status(cause, present);
}
