import type { LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import type { Visitor } from './browser-session.ts';

/** Reads the address to which a page redirects by itself; empty if the page only notifies its opener. */
export function refreshOf(page: LightMyRequestResponse): string {
  return /^0; url=(.*)$/.exec(String(page.headers['refresh'] ?? ''))?.[1] ?? '';
}

/** Follows the response to a confirmation to the page that returns to the site, and returns that page’s target. */
export async function returnUrlAfter(visitor: Visitor, answer: LightMyRequestResponse): Promise<string> {
  expect(answer.statusCode, answer.body).toBe(303);
  const path = String(answer.headers.location);
  expect(path).toMatch(/^\/oauth\/(leave\/|handover\?)/);
  const page = await visitor.get(path);
  expect(page.statusCode, page.body).toBe(200);
  return refreshOf(page);
}
