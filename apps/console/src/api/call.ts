import type { z } from 'zod';
import { problemOf } from './problem.ts';

/** Something to send: JSON, or the bytes of a file with their type. */
export interface Sent {
  readonly json?: unknown;
  readonly bytes?: Blob;
  readonly type?: string;
}

/**
 * Asks the platform's own JSON API, with the session of this browser. The answer has the schema that is named. A write
 * goes through `useWrite` instead.
 *
 * @param path below `/api/platform`
 * @throws ApiProblem with the platform's words; of a network that failed a plain TypeError
 */
export async function call<Schema extends z.ZodType>(method: 'GET', path: string): Promise<z.output<Schema>> {
  return request<Schema>(method, path);
}

/** The request behind `call` and behind every write; only `api/intention.ts` sends writes with it. */
export async function request<Schema extends z.ZodType>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  sent: Sent & { readonly idempotencyKey?: string } = {},
): Promise<z.output<Schema>> {
  const type = sent.bytes === undefined ? 'application/json' : sent.type;
  const body = sent.bytes ?? (sent.json === undefined ? undefined : JSON.stringify(sent.json));
  const response = await fetch(`/api/platform${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined || type === undefined ? {} : { 'content-type': type }),
      ...(sent.idempotencyKey === undefined ? {} : { 'idempotency-key': sent.idempotencyKey }),
    },
    ...(body === undefined ? {} : { body }),
  });
  if (response.ok) {
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as z.output<Schema>;
  }
  throw problemOf(response.status, await response.text(), response.headers.get('retry-after'));
}
