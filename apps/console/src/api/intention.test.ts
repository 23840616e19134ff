import { afterEach, expect, test } from 'vitest';
import { senderOfOneIntention } from './intention.ts';
import { ApiProblem } from './problem.ts';

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

type Answer = { readonly status: number; readonly code?: string } | 'lost';

/** The keys that were sent, one for each of these answers. */
async function keysSent(answers: readonly Answer[], bodies: readonly object[] = []): Promise<readonly unknown[]> {
  const keys: unknown[] = [];
  globalThis.fetch = async (_url, options) => {
    keys.push(new Headers(options?.headers).get('idempotency-key'));
    const answer = answers[keys.length - 1] ?? 'lost';
    if (answer === 'lost') throw new TypeError('Failed to fetch');
    return new Response(JSON.stringify(answer), { status: answer.status });
  };
  let drawn = 0;
  const send = senderOfOneIntention(() => `key ${(drawn += 1)}`);
  for (const [at] of answers.entries()) {
    await send('POST', '/accounts/7/integrations', { json: bodies[at] ?? { name: 'Acme' } }).catch((error: unknown) => {
      if (!(error instanceof ApiProblem) && !(error instanceof TypeError)) throw error;
    });
  }
  return keys;
}

test.each<{ readonly title: string; readonly answer: Answer }>([
  { title: 'the network failed', answer: 'lost' },
  { title: 'the server had a fault', answer: { status: 503, code: 'unavailable' } },
  { title: 'the first try is still under way', answer: { status: 409, code: 'idempotency_in_progress' } },
])('the same request goes out with the same key again after $title', async ({ answer }) => {
  expect(await keysSent([answer, answer, { status: 201 }])).toEqual(['key 1', 'key 1', 'key 1']);
});

test.each<{ readonly title: string; readonly answer: Answer }>([
  { title: 'an answer', answer: { status: 201 } },
  { title: 'a refusal', answer: { status: 422, code: 'invalid_fields' } },
])('after $title the same request is a new intention', async ({ answer }) => {
  expect(await keysSent([answer, answer])).toEqual(['key 1', 'key 2']);
});

test('another request is another intention, also when nobody knows what became of the first', async () => {
  expect(await keysSent(['lost', 'lost'], [{ name: 'Acme' }, { name: 'Acme Mail' }])).toEqual(['key 1', 'key 2']);
});

test('a key that was drawn by chance is new each time and has the form that the platform takes', async () => {
  const keys: (string | null)[] = [];
  globalThis.fetch = async (_url, options) => {
    keys.push(new Headers(options?.headers).get('idempotency-key'));
    return new Response('');
  };
  for (const _ of [1, 2]) await senderOfOneIntention()('DELETE', '/sessions/1');
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(keys[1]).not.toBe(keys[0]);
});
