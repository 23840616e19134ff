import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import type { Visitor } from './browser-session.ts';

/** The address that the page redirects to by itself; empty if it only notifies its opener. */
export function refreshOf(page: LightMyRequestResponse): string {
  return /^0; url=(.*)$/.exec(String(page.headers['refresh'] ?? ''))?.[1] ?? '';
}

/** Follows the answer to a confirmation to the page that redirects, and returns its target. */
export async function returnUrlAfter(visitor: Visitor, answer: LightMyRequestResponse): Promise<string> {
  expect(answer.statusCode, answer.body).toBe(303);
  const path = String(answer.headers.location);
  expect(path).toMatch(/^\/oauth\/(leave\/|handover\?)/);
  const page = await visitor.get(path);
  expect(page.statusCode, page.body).toBe(200);
  return refreshOf(page);
}
