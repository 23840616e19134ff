import { describe, expect, test } from 'vitest';
import type { AttemptAnswer, AttemptFacts } from './decide-attempt.ts';
import { decideAttempt } from './decide-attempt.ts';
import { deliveryRetentionMs, hookPolicies, nextAttemptAt } from './policy.ts';

const second = 1_000;
const minute = 60_000;
const hour = 3_600_000;
const day = 86_400_000;

/** The planned waits between a hook's attempts, in milliseconds, without the random part. */
function waits(hook: 'disconnect' | 'install' | 'secrets'): readonly number[] {
  const { waitsMs } = hookPolicies[hook];
  return waitsMs.map(
    (_, at) =>
      nextAttemptAt(
        { ...hookPolicies[hook], triedForMs: 100 * day },
        { made: at + 1, firstDueAt: 0, chance: 0.5 },
        0,
      ) ?? 0,
  );
}

// The figures of docs/spec/dialect.md#deliveries.
describe('the plan of a hook’s attempts', () => {
  test('a disconnect hook is repeated after 5 s, 30 s, 2, 10 and 30 min, 1, 2, 4 and 7 h, for a day', () => {
    const minutes = [2 * minute, 10 * minute, 30 * minute];
    expect(waits('disconnect')).toEqual([5 * second, 30 * second, ...minutes, hour, 2 * hour, 4 * hour, 7 * hour]);
    expect(hookPolicies.disconnect).toMatchObject({ timeoutMs: 3_000, triedForMs: day, resendable: true });
  });

  test('a hook with keys is repeated from one second on, with growing waits up to an hour, for twelve hours', () => {
    const seconds = [1, 2, 3, 5, 5, 10, 15, 30].map((count) => count * second);
    expect(waits('secrets')).toEqual([...seconds, minute, 5 * minute, 15 * minute, 30 * minute, hour]);
    expect(hookPolicies.secrets).toMatchObject({ timeoutMs: 3_000, triedForMs: 12 * hour, resendable: true });
  });

  test('an install hook is sent once, within three seconds, and never again', () => {
    expect(waits('install')).toEqual([]);
    expect(hookPolicies.install).toMatchObject({ timeoutMs: 3_000, triedForMs: 0, resendable: false });
  });

  test('the last attempt may start at the very end of the time for which a hook is tried, and not later', () => {
    const next = (firstDueAt: number) =>
      nextAttemptAt(hookPolicies.disconnect, { made: 1, firstDueAt, chance: 0.5 }, 2 * day);
    expect(next(day + 5 * second)).toBe(2 * day + 5 * second);
    expect(next(day + 5 * second - 1)).toBeUndefined();
  });

  test('deliveries are kept for 30 days', () => {
    expect(deliveryRetentionMs).toBe(2_592_000_000);
  });
});

describe('an answer to a repeated attempt', () => {
  const now = 1_700_000_000_000;
  const facts: AttemptFacts = {
    accountId: 7,
    deliveryId: 'd1',
    integrationId: 'n1',
    hook: 'disconnect',
    url: 'https://shop.test/bye',
    receiverHost: 'shop.test',
    number: 2,
    made: 2,
    firstDueAt: now - 10,
    mayHaveArrived: true,
    receiverFailingSince: undefined,
    receiverMarked: false,
  };
  const answered = (status: number): AttemptAnswer => ({ kind: 'answered', status, headers: {}, body: '', tookMs: 5 });
  const decide = (change: Partial<AttemptFacts>, status: number) =>
    decideAttempt({ ...facts, ...change }, { answer: answered(status), request: undefined, chance: 0.5 }, now);

  test.each([400, 404, 500])('%i is a refusal, also when an earlier attempt may have arrived', (status) => {
    expect(decide({}, status).outcome.state).toBe('pending');
  });

  test('a receiver that has failed for five days is marked with its last failure and status', () => {
    const failingSince = now - 5 * day;
    expect(decide({ receiverFailingSince: failingSince }, 503).changes[1]).toEqual({
      kind: 'receiver_marked',
      integrationId: 'n1',
      receiverHost: 'shop.test',
      failingSince,
      failure: 'status',
      status: 503,
      at: now,
    });
  });

  test('410 from a receiver that is stopped already does not stop it again', () => {
    expect(decide({ receiverStopped: true }, 410).changes.map(({ kind }) => kind)).toEqual(['hook_attempted']);
    expect(decide({}, 410).changes.map(({ kind }) => kind)).toEqual(['hook_attempted', 'receiver_stopped']);
  });
});
