/// <reference types="vite/types/importMeta.d.ts" />
import type { EndpointId, MethodOf } from '@pristan/wire';
import { methodOf } from '@pristan/wire';
import type { AnswerOf } from '@pristan/wire/api';
import { checkAnswer } from './check-answer.ts';
import { problemOf } from './problem.ts';
import type { AnySent, Args } from './sent.ts';
import { urlOf } from './sent.ts';

/** IDs of the endpoints that only read. */
export type ReadId = { [Id in EndpointId]: MethodOf<Id> extends 'GET' ? Id : never }[EndpointId];

/**
 * Reads from the platform's JSON API, with this browser's session. Writes go through `useWrite`.
 *
 * @throws ApiProblem with the platform's message; TypeError when the network failed
 */
export async function call<Id extends ReadId>(id: Id, ...[sent]: Args<Id>): Promise<AnswerOf<Id>> {
  return (await readAny(id, (sent ?? {}) as AnySent)) as AnswerOf<Id>;
}

/** Like `call`, for a caller that puts the parts of the call together and knows the type of the answer. */
export async function readAny(id: ReadId, sent: AnySent): Promise<unknown> {
  return request(id, sent);
}

/**
 * Sends one request to the platform’s JSON API; `call` and every write use it. Only `api/idempotent-sender.ts` may send
 * writes with this function.
 */
export async function request(id: EndpointId, sent: AnySent & { readonly idempotencyKey?: string }): Promise<unknown> {
  const type = sent.bytes === undefined ? 'application/json' : sent.type;
  const body = sent.bytes ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body));
  const response = await fetch(urlOf(id, sent), {
    method: methodOf(id),
    headers: {
      accept: 'application/json',
      ...(body === undefined || type === undefined ? {} : { 'content-type': type }),
      ...(sent.idempotencyKey === undefined ? {} : { 'idempotency-key': sent.idempotencyKey }),
    },
    ...(body === undefined ? {} : { body }),
  });
  if (response.ok) return answerIn(id, await response.text());
  throw problemOf(response.status, await response.text(), response.headers.get('retry-after'));
}

/** Reads the JSON of an answer, which in development and tests must be what the contract allows. */
export async function answerIn(id: EndpointId, text: string): Promise<unknown> {
  const answer: unknown = text === '' ? undefined : JSON.parse(text);
  if (import.meta.env.MODE !== 'production') await checkAnswer(id, answer);
  return answer;
}
