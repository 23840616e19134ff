import { expect } from 'vitest';
import type { Answer } from './http.ts';
import { json } from './http.ts';

const order = ['hint', 'title', 'type', 'status', 'detail', 'error', 'error_description'];

/** Expects a refusal of the token endpoint: status, hint and the body that satisfies every client library. */
export function expectRefusal(answer: Answer, status: number, hint: string | undefined, error: string): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers['content-type']).toMatch(/^application\/json\b/);
  const body = json(answer);
  expect(body['hint']).toBe(hint);
  expect(Object.keys(body)).toEqual(order.slice(hint === undefined ? 1 : 0));
  expect(body).toMatchObject({
    title: expect.stringMatching(/./),
    type: expect.stringMatching(/^https:\/\//),
    status,
    detail: expect.stringMatching(/./),
    error,
    error_description: expect.stringMatching(/./),
  });
  // Strict clients throw at a challenge before they read the body.
  const challenge = error === 'invalid_client' ? expect.stringMatching(/^Basic/) : undefined;
  expect(answer.headers['www-authenticate']).toEqual(challenge);
}

/** Expects a problem document of the API, whose content type clients compare as a whole. */
export function expectProblem(answer: Answer, status: number): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(json(answer)).toMatchObject({
    title: expect.stringMatching(/./),
    type: expect.stringMatching(/^https:\/\//),
    status,
    detail: expect.stringMatching(/./),
  });
}

/** Expects a success without the member that a client library takes for an error, and a true `Date`. */
export function expectSuccess(answer: Answer): void {
  expect(answer.status, answer.text).toBeGreaterThanOrEqual(200);
  expect(answer.status, answer.text).toBeLessThan(300);
  if (answer.text !== '') expect(json(answer)).not.toHaveProperty('status');
  expectTrueDate(answer);
}

/** Expects the answer's `Date` to be the present: a client library counts the token's lifetime from it. */
export function expectTrueDate(answer: Answer): void {
  expect(Math.abs(Date.parse(String(answer.headers.date)) - Date.now())).toBeLessThan(10_000);
}
