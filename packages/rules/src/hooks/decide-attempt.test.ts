import { describe, expect, test } from 'vitest';
import { dayMs, hourMs } from '../instant.ts';
import type { AttemptAnswer, AttemptFacts } from './decide-attempt.ts';
import { decideAttempt } from './decide-attempt.ts';
import { hookSecret } from './hook-secret.ts';
import { attemptLeaseMs, hookPolicies, nextTryAt } from './policy.ts';

const now = 1_700_000_000_000;
const facts: AttemptFacts = {
  accountId: 7,
  deliveryId: 'd1',
  integrationId: 'n1',
  hook: 'disconnect',
  receiverHost: 'shop.test',
  number: 1,
  made: 1,
  firstDueAt: now - 10,
  receiverFailingSince: undefined,
  receiverMarked: false,
};
const request = { method: 'GET', url: 'https://shop.test/', headers: {}, body: undefined };
const answered = (status: number): AttemptAnswer => ({
  kind: 'answered',
  status,
  headers: { server: 's' },
  body: 'b',
  tookMs: 5,
});
const decide = (change: Partial<AttemptFacts>, answer: AttemptAnswer, chance = 0.5) =>
  decideAttempt({ ...facts, ...change }, { answer, request, chance }, now);

describe('a try', () => {
  test.each([200, 201, 204, 299])('of a disconnect hook that is answered %i is the delivery', (status) => {
    expect(decide({}, answered(status))).toEqual({
      outcome: { state: 'delivered', dueAt: undefined },
      changes: [
        {
          kind: 'hook_attempted',
          accountId: 7,
          deliveryId: 'd1',
          integrationId: 'n1',
          receiverHost: 'shop.test',
          number: 1,
          at: now,
          request,
          status,
          answer: 'b',
          answerHeaders: { server: 's' },
          tookMs: 5,
          failure: undefined,
          state: 'delivered',
          dueAt: undefined,
          receiver: 'answers',
        },
      ],
    });
  });

  test.each([100, 199, 300, 302, 404, 410, 500, 503])('that is answered %i is made again', (status) => {
    const { outcome, changes } = decide({}, answered(status));
    expect(outcome).toEqual({ state: 'pending', dueAt: now + 5_000 });
    expect(changes).toMatchObject([{ failure: 'status', status, receiver: 'fails' }]);
  });

  test.each(['refused_address', 'not_https', 'dns', 'connect', 'tls', 'timeout', 'bad_answer'] as const)(
    'that ends with %s is made again',
    (reason) => {
      const { outcome, changes } = decide({}, { kind: 'failed', reason, tookMs: 3_000 });
      expect(outcome.state).toBe('pending');
      expect(changes).toMatchObject([{ failure: reason, status: undefined, tookMs: 3_000, receiver: 'fails' }]);
    },
  );

  test.each([200, 404, 500])('of an install hook is never made again, whatever it is answered: %i', (status) => {
    expect(decide({ hook: 'install' }, answered(status)).outcome).toEqual({ state: 'delivered', dueAt: undefined });
  });

  test('of an install hook without an answer has failed, and is not made again', () => {
    expect(decide({ hook: 'install' }, { kind: 'failed', reason: 'timeout', tookMs: 3_000 }).outcome).toEqual({
      state: 'failed',
      dueAt: undefined,
    });
  });

  test('of an install hook that nobody knows the end of stays unknown, and says nothing of its receiver', () => {
    const { outcome, changes } = decide({ hook: 'install' }, { kind: 'interrupted' });
    expect(outcome).toEqual({ state: 'unknown', dueAt: undefined });
    expect(changes).toMatchObject([{ failure: 'interrupted', receiver: 'untold' }]);
  });

  test('that has nothing to send any more is the last', () => {
    expect(decide({}, { kind: 'nothing_to_send' }).outcome).toEqual({ state: 'failed', dueAt: undefined });
  });
});

describe('a test', () => {
  const failed = { kind: 'failed', reason: 'timeout', tookMs: 3_000 } as const;
  test.each([
    ['disconnect', failed, 'failed'],
    ['disconnect', answered(500), 'failed'],
    ['disconnect', { kind: 'interrupted' }, 'unknown'],
    ['secrets', answered(404), 'failed'],
    ['install', failed, 'failed'],
    ['install', answered(500), 'delivered'],
    ['disconnect', answered(200), 'delivered'],
  ] as const)('of the hook %s is tried once, and says nothing of its receiver', (hook, answer, state) => {
    const days = { receiverFailingSince: now - 9 * dayMs };
    const { outcome, changes } = decide({ accountId: 1, hook, ...days }, answer);
    expect(outcome).toEqual({ state, dueAt: undefined });
    expect(changes).toMatchObject([{ kind: 'hook_attempted', receiver: 'untold' }]);
  });
});

describe('the tries of a disconnect hook', () => {
  const tries = (chance: number): readonly number[] => {
    const at = [0];
    for (let made = 1; made < 100; made++) {
      const next = nextTryAt(hookPolicies.disconnect, { made, firstDueAt: 0, chance }, at.at(-1) ?? 0);
      if (next === undefined) return at;
      at.push(next);
    }
    return at;
  };

  test.each([0, 0.5, 1])('with chance %d come farther and farther apart, until a day is over', (chance) => {
    const at = tries(chance);
    expect(at.length).toBeGreaterThanOrEqual(10);
    expect(at.at(-1)).toBeLessThanOrEqual(dayMs);
    expect(at.at(-1)).toBeGreaterThan(14 * hourMs);
  });

  test('are planned from five seconds on, a fifth earlier or later', () => {
    expect(tries(0)[1]).toBe(4_000);
    expect(tries(1)[1]).toBe(6_000);
  });

  test('after the last one it has failed', () => {
    expect(decide({ firstDueAt: now - dayMs, made: 12 }, answered(500)).outcome).toEqual({
      state: 'failed',
      dueAt: undefined,
    });
  });
});

test('no kind takes as long as a lease', () => {
  for (const { timeoutMs } of Object.values(hookPolicies)) expect(timeoutMs).toBeLessThan(attemptLeaseMs / 2);
});

describe('a receiver', () => {
  test.each([
    ['that has failed for five days is marked', 5 * dayMs, false, true],
    ['that has failed for less is not', 5 * dayMs - 1, false, false],
    ['that is marked is not marked again', 9 * dayMs, true, false],
  ])('%s', (_what, failedForMs, receiverMarked, marks) => {
    const { changes } = decide({ receiverFailingSince: now - failedForMs, receiverMarked }, answered(500));
    expect(changes.some(({ kind }) => kind === 'receiver_marked')).toBe(marks);
  });

  test('that answers at last is not', () => {
    expect(decide({ receiverFailingSince: now - 9 * dayMs }, answered(200)).changes).toHaveLength(1);
  });
});

describe('hooks are signed', () => {
  const newest = { firstUsed: true, id: 2 };
  const unused = { firstUsed: false, id: 2 };
  const previous = { firstUsed: true, id: 1 };

  test.each([
    ['with the newest secret once it was used', [newest, previous], newest],
    ['with the one before until then', [unused, previous], previous],
    ['with the newest when there is no other', [unused], unused],
    ['with nothing when there is no secret', [], undefined],
  ])('%s', (_what, secrets, chosen) => expect(hookSecret(secrets)).toBe(chosen));
});
