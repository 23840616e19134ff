import type { z } from 'zod';
import { problemOf } from './problem.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Asks the platform's own JSON API, with the session of this browser. What it answers has the schema that is named.
 *
 * @param path below `/api/platform`
 * @throws ApiProblem with the platform's words; of a network that failed a plain TypeError
 */
export async function call<Schema extends z.ZodType>(
  method: Method,
  path: string,
  sent?: { readonly json?: unknown; readonly bytes?: Blob; readonly type?: string },
): Promise<z.output<Schema>> {
  const type = sent?.bytes === undefined ? 'application/json' : sent.type;
  const body = sent?.bytes ?? (sent?.json === undefined ? undefined : JSON.stringify(sent.json));
  const response = await fetch(`/api/platform${path}`, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined || type === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body }),
  });
  if (response.ok) {
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as z.output<Schema>;
  }
  throw problemOf(response.status, await response.text(), response.headers.get('retry-after'));
}
