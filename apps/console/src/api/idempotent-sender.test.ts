import { afterEach, expect, test } from 'vitest';
import { idempotentSender } from './idempotent-sender.ts';
import { ApiProblem } from './problem.ts';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

type Answer = { readonly status: number; readonly code?: string } | 'lost';

/** Sends one request for each prepared answer, and returns the idempotency keys that were sent. */
async function keysSent(answers: readonly Answer[], emails: readonly string[] = []): Promise<readonly unknown[]> {
  const keys: unknown[] = [];
  globalThis.fetch = async (_url, options) => {
    keys.push(new Headers(options?.headers).get('idempotency-key'));
    const answer = answers[keys.length - 1] ?? 'lost';
    if (answer === 'lost') throw new TypeError('Failed to fetch');
    const created = { invitation_id: '0197f0c0-0000-7000-8000-000000000001', email: 'vera@shop.example' };
    return new Response(JSON.stringify(answer.status < 300 ? created : answer), { status: answer.status });
  };
  let drawn = 0;
  const send = idempotentSender(() => `key ${(drawn += 1)}`);
  for (const [at] of answers.entries()) {
    const body = { email: emails[at] ?? 'vera@shop.example', role: 'member' } as const;
    await send('invite', { params: { account_id: 7 }, body }).catch((error: unknown) => {
      if (!(error instanceof ApiProblem) && !(error instanceof TypeError)) throw error;
    });
  }
  return keys;
}

test.each<{ readonly title: string; readonly answer: Answer }>([
  { title: 'the network failed', answer: 'lost' },
  { title: 'the server failed', answer: { status: 503, code: 'unavailable' } },
  { title: 'the first attempt is still running', answer: { status: 409, code: 'idempotency_in_progress' } },
])('a repeated request keeps its idempotency key if $title', async ({ answer }) => {
  expect(await keysSent([answer, answer, { status: 201 }])).toEqual(['key 1', 'key 1', 'key 1']);
});

test.each<{ readonly title: string; readonly answer: Answer }>([
  { title: 'an answer', answer: { status: 201 } },
  { title: 'a refusal', answer: { status: 422, code: 'invalid_fields' } },
])('a request repeated after $title gets a new idempotency key', async ({ answer }) => {
  expect(await keysSent([answer, answer])).toEqual(['key 1', 'key 2']);
});

test('a different request gets a different idempotency key, even if the result of the first is unknown', async () => {
  expect(await keysSent(['lost', 'lost'], ['vera@shop.example', 'oleg@shop.example'])).toEqual(['key 1', 'key 2']);
});

test('a random idempotency key is new each time and has the form that the platform accepts', async () => {
  const keys: (string | null)[] = [];
  globalThis.fetch = async (_url, options) => {
    keys.push(new Headers(options?.headers).get('idempotency-key'));
    return new Response('');
  };
  for (const _ of [1, 2]) await idempotentSender()('end_session', { params: { session_id: '1' } });
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).not.toBe(keys[0]);
});
