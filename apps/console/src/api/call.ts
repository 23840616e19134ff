import type { z } from 'zod';
import { problemOf } from './problem.ts';

/** A request body: JSON, or the bytes of a file with their media type. */
export interface RequestBody {
  readonly json?: unknown;
  readonly bytes?: Blob;
  readonly type?: string;
}

/**
 * Reads from the platform's JSON API, with this browser's session. The type argument is the schema of the response.
 * Writes go through `useWrite`.
 *
 * @param path below `/api/platform`
 * @throws ApiProblem with the platform's message; TypeError when the network failed
 */
export async function call<Schema extends z.ZodType>(method: 'GET', path: string): Promise<z.output<Schema>> {
  return request<Schema>(method, path);
}

/**
 * Sends one request to the platform’s JSON API; `call` and every write use it. Only `api/idempotent-sender.ts` may send
 * writes with this function.
 */
export async function request<Schema extends z.ZodType>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  sent: RequestBody & { readonly idempotencyKey?: string } = {},
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
