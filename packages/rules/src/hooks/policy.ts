import type { Instant } from '../instant.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../instant.ts';
import type { HookKind } from './causes.ts';

/** The rules for sending one kind of hook. */
export interface HookPolicy {
  /** The time limit of one attempt, from the host lookup to the end of the answer, in milliseconds. */
  readonly timeoutMs: number;
  /** `any`: every answer counts as delivered. */
  readonly success: '2xx' | 'any';
  /**
   * The waits after the first attempt, the second, and so on, in milliseconds; the last one repeats. Empty: the hook is
   * never repeated.
   */
  readonly waitsMs: readonly number[];
  /** No attempt starts later than this after the first one, in milliseconds. */
  readonly triedForMs: number;
  /** Whether an admin of the technical account may send the hook again. */
  readonly resendable: boolean;
}

/** The sending rules of each kind of hook. @see docs/spec/dialect.md#deliveries */
export const hookPolicies: Readonly<Record<HookKind, HookPolicy>> = {
  disconnect: {
    timeoutMs: 3 * secondMs,
    success: '2xx',
    waitsMs: [
      5 * secondMs,
      30 * secondMs,
      2 * minuteMs,
      10 * minuteMs,
      30 * minuteMs,
      hourMs,
      2 * hourMs,
      4 * hourMs,
      7 * hourMs,
    ],
    triedForMs: dayMs,
    resendable: true,
  },
  // One GET with a single-use authorization code: a repetition could be taken for a second consent.
  install: { timeoutMs: 3 * secondMs, success: 'any', waitsMs: [], triedForMs: 0, resendable: false },
  // An admin waits while the keys are sent, so the first attempts follow quickly.
  secrets: {
    timeoutMs: 3 * secondMs,
    success: '2xx',
    waitsMs: [
      secondMs,
      2 * secondMs,
      3 * secondMs,
      5 * secondMs,
      5 * secondMs,
      10 * secondMs,
      15 * secondMs,
      30 * secondMs,
      minuteMs,
      5 * minuteMs,
      15 * minuteMs,
      30 * minuteMs,
      hourMs,
    ],
    triedForMs: 12 * hourMs,
    resendable: true,
  },
};

/**
 * Lease of a delivery attempt, longer than any hook's time limit, in milliseconds; another node takes over after it.
 */
export const attemptLeaseMs = 15 * secondMs;

/** Retention of deliveries and their attempts, in milliseconds. */
export const deliveryRetentionMs = 30 * dayMs;

/** A receiver that has failed for this long is marked, and its owner notified; in milliseconds. */
export const receiverMarkedAfterMs = 5 * dayMs;

/**
 * The time of a delivery's next attempt; `undefined` when there is none.
 *
 * @param tries.made the number of attempts since `firstDueAt`
 * @param tries.chance from 0 to 1, spreads receivers that failed together: the wait is 0.8 to 1.2 of the planned one
 * @param tries.notBefore the receiver's `Retry-After`: no attempt is earlier, and none later than the last moment
 */
export function nextAttemptAt(
  policy: HookPolicy,
  tries: {
    readonly made: number;
    readonly firstDueAt: Instant;
    readonly chance: number;
    readonly notBefore?: Instant | undefined;
  },
  now: Instant,
): Instant | undefined {
  const waitMs = policy.waitsMs[Math.min(tries.made, policy.waitsMs.length) - 1];
  if (waitMs === undefined) return undefined;
  const at = now + Math.round(waitMs * (0.8 + 0.4 * tries.chance));
  const last = tries.firstDueAt + policy.triedForMs;
  return at > last ? undefined : Math.min(Math.max(at, tries.notBefore ?? at), last);
}
