import type { Instant } from '../instant.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../instant.ts';
import type { HookKind } from './change.ts';

/** How one kind of hook is sent. */
export interface HookPolicy {
  /** From looking the host up to the end of the answer. */
  readonly timeoutMs: number;
  /** `any`: whatever is answered will do, and also no answer. */
  readonly success: '2xx' | 'any';
  /** What follows the first try, the second, and so on; the last one repeats. None: it is never sent twice. */
  readonly waitsMs: readonly number[];
  /** No try begins later than this after the first. */
  readonly triedForMs: number;
  /** An admin of the technical account may have it sent anew. */
  readonly resendable: boolean;
}

/** @see docs/spec/dialect.md#deliveries */
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
  // One GET with a code that works once: a second one would be a second consent.
  install: { timeoutMs: 3 * secondMs, success: 'any', waitsMs: [], triedForMs: 0, resendable: false },
  // A person waits for it, so that the first tries come soon.
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

/** A try ends its lease after this long at the latest; then another node takes it. Longer than any kind's limit. */
export const attemptLeaseMs = 15 * secondMs;

/** Deliveries and their tries are kept this long. */
export const deliveriesKeptMs = 30 * dayMs;

/** A receiver that has failed for this long is marked. */
export const receiverMarkedAfterMs = 5 * dayMs;

/**
 * When the next try is due, or that there is none.
 *
 * @param tries how many were made since `firstDueAt`
 * @param chance from 0 to 1, spreads receivers that failed together: the wait is 0.8 to 1.2 of the planned one
 */
export function nextTryAt(
  policy: HookPolicy,
  tries: { readonly made: number; readonly firstDueAt: Instant; readonly chance: number },
  now: Instant,
): Instant | undefined {
  const waitMs = policy.waitsMs[Math.min(tries.made, policy.waitsMs.length) - 1];
  if (waitMs === undefined) return undefined;
  const at = now + Math.round(waitMs * (0.8 + 0.4 * tries.chance));
  return at > tries.firstDueAt + policy.triedForMs ? undefined : at;
}
