import { describe, expect, test } from 'vitest';
import { dayMs, hourMs } from '../instant.ts';
import type { AttemptAnswer, AttemptFacts } from './decide-attempt.ts';
import { decideAttempt } from './decide-attempt.ts';
import { hookSecret } from './hook-secret.ts';
import { attemptLeaseMs, hookPolicies, nextAttemptAt } from './policy.ts';

const now = 1_700_000_000_000;
const facts: AttemptFacts = {
  accountId: 7,
  deliveryId: 'd1',
  integrationId: 'n1',
  hook: 'disconnect',
  url: 'https://shop.test/bye',
  receiverHost: 'shop.test',
  number: 1,
  made: 1,
  firstDueAt: now - 10,
  mayHaveArrived: false,
  receiverFailingSince: undefined,
  receiverMarked: false,
};
const request = { method: 'GET', url: 'https://shop.test/', headers: {}, body: undefined };
const answered = (status: number, retryAt?: number): AttemptAnswer => ({
  kind: 'answered',
  retryAt,
  status,
  headers: { server: 's' },
  body: 'b',
  tookMs: 5,
});
const decide = (change: Partial<AttemptFacts>, answer: AttemptAnswer, chance = 0.5) =>
  decideAttempt({ ...facts, ...change }, { answer, request, chance }, now);

describe('a delivery attempt', () => {
  test.each([200, 201, 204, 299])('an attempt of a disconnect hook delivers it when the answer is %i', (status) => {
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
          overtakenBy: undefined,
          mayHaveArrived: true,
          dueAt: undefined,
          receiver: 'answers',
        },
      ],
    });
  });

  test.each([199, 300, 302, 404, 409, 429, 500, 503])(
    'an attempt of a disconnect hook that is answered %i is repeated',
    (status) => {
      const { outcome, changes } = decide({}, answered(status));
      expect(outcome).toEqual({ state: 'pending', dueAt: now + 5_000 });
      expect(changes).toMatchObject([{ failure: 'status', status, receiver: 'fails' }]);
    },
  );

  test.each([
    'refused_address',
    'not_https',
    'dns',
    'connection_refused',
    'tls_expired',
    'timeout',
    'bad_answer',
  ] as const)('an attempt of a disconnect hook that fails with %s is repeated', (reason) => {
    const { outcome, changes } = decide({}, { kind: 'failed', reason, wasSent: false, tookMs: 3_000 });
    expect(outcome.state).toBe('pending');
    expect(changes).toMatchObject([{ failure: reason, status: undefined, tookMs: 3_000, receiver: 'fails' }]);
  });

  test.each([200, 404, 500])('an install hook is delivered by any answer, and never repeated: %i', (status) => {
    expect(decide({ hook: 'install' }, answered(status)).outcome).toEqual({ state: 'delivered', dueAt: undefined });
  });

  test('an install hook that got no answer has failed, and is not repeated', () => {
    expect(
      decide({ hook: 'install' }, { kind: 'failed', reason: 'timeout', wasSent: true, tookMs: 3_000 }).outcome,
    ).toEqual({
      state: 'failed',
      dueAt: undefined,
    });
  });

  test('an interrupted install hook stays unknown, and does not count for or against its receiver', () => {
    const { outcome, changes } = decide({ hook: 'install' }, { kind: 'interrupted' });
    expect(outcome).toEqual({ state: 'unknown', dueAt: undefined });
    expect(changes).toMatchObject([{ failure: 'interrupted', receiver: 'untold' }]);
  });

  test('an attempt with nothing left to send is the last one, and the delivery has failed', () => {
    expect(decide({}, { kind: 'nothing_to_send' }).outcome).toEqual({ state: 'failed', dueAt: undefined });
  });
});

describe('a delivery attempt that sent nothing', () => {
  test('an attempt of a delivery that a newer state has overtaken is the last one, and sends nothing', () => {
    const { outcome, changes } = decide({}, { kind: 'overtaken', by: 'connected_again' });
    expect(outcome).toEqual({ state: 'overtaken', dueAt: undefined });
    expect(changes).toMatchObject([
      {
        failure: 'not_sent',
        state: 'overtaken',
        overtakenBy: 'connected_again',
        receiver: 'untold',
        mayHaveArrived: false,
      },
    ]);
  });

  test('an attempt of a secrets hook counts as delivered without being sent when the receiver already has the keys', () => {
    expect(decide({ hook: 'secrets' }, { kind: 'accepted' }).outcome).toEqual({ state: 'delivered', dueAt: undefined });
  });

  test('an attempt of a secrets hook while the integration is paused is repeated by the plan of secrets hooks', () => {
    const { outcome, changes } = decide({ hook: 'secrets' }, { kind: 'paused' });
    expect(outcome).toEqual({ state: 'pending', dueAt: now + 1_000 });
    expect(changes).toMatchObject([{ failure: 'paused', receiver: 'untold' }]);
  });

  test('a hook to a stopped receiver waits for the owner until the hook’s time is over', () => {
    const stopped = { kind: 'receiver_stopped' } as const;
    expect(decide({}, stopped).outcome).toEqual({ state: 'pending', dueAt: now - 10 + dayMs });
    expect(decide({ firstDueAt: now - dayMs }, stopped).outcome).toEqual({ state: 'failed', dueAt: undefined });
    expect(decide({ hook: 'install' }, stopped).outcome).toEqual({ state: 'failed', dueAt: undefined });
  });
});

describe('a receiver’s answer 409', () => {
  const repeated = { number: 2, made: 2 };

  test.each(['secrets', 'disconnect'] as const)(
    'a 409 to a repeated attempt of a %s hook counts as delivered when an earlier attempt may have arrived',
    (hook) => {
      const { outcome, changes } = decide({ hook, ...repeated, mayHaveArrived: true }, answered(409));
      expect(outcome).toEqual({ state: 'delivered', dueAt: undefined });
      expect(changes).toMatchObject([{ status: 409, failure: undefined, receiver: 'answers' }]);
    },
  );

  test('a 409 to the first attempt, or after attempts that cannot have arrived, is a refusal', () => {
    expect(decide({ hook: 'secrets' }, answered(409)).outcome.state).toBe('pending');
    expect(decide({ hook: 'secrets', ...repeated }, answered(409)).outcome.state).toBe('pending');
  });

  const sent = (reason: 'timeout' | 'reset' | 'closed' | 'bad_answer'): AttemptAnswer => ({
    kind: 'failed',
    reason,
    wasSent: true,
    tookMs: 1,
  });
  const unsent = (reason: 'connection_refused' | 'dns' | 'tls_expired' | 'connect_timeout'): AttemptAnswer => ({
    kind: 'failed',
    reason,
    wasSent: false,
    tookMs: 1,
  });
  test.each([
    ['a timeout after it was sent', sent('timeout'), true],
    ['a reset after it was sent', sent('reset'), true],
    ['a connection that was closed after it', sent('closed'), true],
    ['an answer that is not HTTP', sent('bad_answer'), true],
    ['an error of the server', answered(500), true],
    ['a gateway that waited in vain', answered(504), true],
    ['an interruption on our side', { kind: 'interrupted' }, true],
    ['a refused connection', unsent('connection_refused'), false],
    ['a name without an address', unsent('dns'), false],
    ['a certificate that is not valid', unsent('tls_expired'), false],
    ['no connection in time', unsent('connect_timeout'), false],
    ['a refusal', answered(409), false],
    ['a busy server', answered(429), false],
    ['an attempt that was not sent', { kind: 'paused' }, false],
  ] as const)(
    'after %s, the hook may have arrived, so that a later 409 counts as delivered: %s',
    (_what, answer, mayHaveArrived) => {
      expect(decide({ hook: 'secrets' }, answer).changes).toMatchObject([{ mayHaveArrived }]);
    },
  );
});

describe('a receiver’s answer 410', () => {
  test('a 410 ends the delivery at once and stops the receiver', () => {
    const { outcome, changes } = decide({ receiverFailingSince: now - 9 * dayMs }, answered(410));
    expect(outcome).toEqual({ state: 'failed', dueAt: undefined });
    expect(changes.slice(1)).toEqual([
      {
        kind: 'receiver_stopped',
        integrationId: 'n1',
        url: 'https://shop.test/bye',
        receiverHost: 'shop.test',
        at: now,
      },
    ]);
  });

  test('a 410 to a test or to an install hook does not stop the receiver', () => {
    expect(decide({ accountId: 1 }, answered(410)).changes).toHaveLength(1);
    expect(decide({ hook: 'install' }, answered(410)).changes).toHaveLength(1);
  });
});

describe('a receiver’s Retry-After header', () => {
  test.each([429, 503, 500, 404])('a Retry-After header with status %i delays the next attempt', (status) => {
    expect(decide({}, answered(status, now + hourMs)).outcome.dueAt).toBe(now + hourMs);
  });

  test('a Retry-After header neither brings an attempt forward nor delays it beyond the hook’s last moment', () => {
    expect(decide({}, answered(503, now + 1)).outcome.dueAt).toBe(now + 5_000);
    expect(decide({}, answered(503, now - hourMs)).outcome.dueAt).toBe(now + 5_000);
    expect(decide({}, answered(503, now + 99 * dayMs)).outcome.dueAt).toBe(now - 10 + dayMs);
  });

  test('a Retry-After header adds no attempt beyond the hook’s plan', () => {
    expect(decide({ firstDueAt: now - dayMs, made: 12 }, answered(503, now + 1)).outcome.state).toBe('failed');
    expect(decide({ accountId: 1 }, answered(503, now + hourMs)).outcome.state).toBe('failed');
  });
});

describe('a test hook', () => {
  const failed = { kind: 'failed', reason: 'timeout', wasSent: true, tookMs: 3_000 } as const;
  test.each([
    ['disconnect', failed, 'failed'],
    ['disconnect', answered(500), 'failed'],
    ['disconnect', { kind: 'interrupted' }, 'unknown'],
    ['secrets', answered(404), 'failed'],
    ['install', failed, 'failed'],
    ['install', answered(500), 'delivered'],
    ['disconnect', answered(200), 'delivered'],
  ] as const)(
    'a test of the %s hook is sent once, and does not count for or against its receiver',
    (hook, answer, state) => {
      const days = { receiverFailingSince: now - 9 * dayMs };
      const { outcome, changes } = decide({ accountId: 1, hook, ...days }, answer);
      expect(outcome).toEqual({ state, dueAt: undefined });
      expect(changes).toMatchObject([{ kind: 'hook_attempted', receiver: 'untold' }]);
    },
  );
});

describe('the delivery attempts of a disconnect hook', () => {
  const tries = (chance: number): readonly number[] => {
    const at = [0];
    for (let made = 1; made < 100; made++) {
      const next = nextAttemptAt(hookPolicies.disconnect, { made, firstDueAt: 0, chance }, at.at(-1) ?? 0);
      if (next === undefined) return at;
      at.push(next);
    }
    return at;
  };

  test.each([0, 0.5, 1])(
    'the waits between a disconnect hook’s attempts grow until a day is over, with random value %d',
    (chance) => {
      const at = tries(chance);
      expect(at.length).toBeGreaterThanOrEqual(10);
      expect(at.at(-1)).toBeLessThanOrEqual(dayMs);
      expect(at.at(-1)).toBeGreaterThan(14 * hourMs);
    },
  );

  test('the second attempt of a disconnect hook comes after five seconds, a fifth earlier or later', () => {
    expect(tries(0)[1]).toBe(4_000);
    expect(tries(1)[1]).toBe(6_000);
  });

  test('a disconnect hook has failed after its last attempt', () => {
    expect(decide({ firstDueAt: now - dayMs, made: 12 }, answered(500)).outcome).toEqual({
      state: 'failed',
      dueAt: undefined,
    });
  });
});

test('the time limit of every kind of hook is shorter than half a lease', () => {
  for (const { timeoutMs } of Object.values(hookPolicies)) expect(timeoutMs).toBeLessThan(attemptLeaseMs / 2);
});

describe('a receiver that fails for days', () => {
  test.each([
    ['that has failed for five days is marked as failing', 5 * dayMs, false, true],
    ['that has failed for less than five days is not marked', 5 * dayMs - 1, false, false],
    ['that is marked is not marked again', 9 * dayMs, true, false],
  ])('a receiver %s', (_what, failedForMs, receiverMarked, marks) => {
    const { changes } = decide({ receiverFailingSince: now - failedForMs, receiverMarked }, answered(500));
    expect(changes.some(({ kind }) => kind === 'receiver_marked')).toBe(marks);
  });

  test('a receiver that answers again after days of failures is not marked', () => {
    expect(decide({ receiverFailingSince: now - 9 * dayMs }, answered(200)).changes).toHaveLength(1);
  });
});

describe('the secret that signs a hook', () => {
  const newest = { firstUsed: true, id: 2 };
  const unused = { firstUsed: false, id: 2 };
  const previous = { firstUsed: true, id: 1 };

  test.each([
    ['with the newest secret once it was used', [newest, previous], newest],
    ['with the previous secret until the newest was used', [unused, previous], previous],
    ['with the newest secret when there is no other', [unused], unused],
    ['with no secret when the integration has none', [], undefined],
  ])('a hook is signed %s', (_what, secrets, chosen) => expect(hookSecret(secrets)).toBe(chosen));
});
