import type { z } from 'zod';
import type { RequestBody } from './call.ts';
import { request } from './call.ts';
import { ApiProblem } from './problem.ts';
import { upload } from './upload.ts';

/**
 * Sends writes with one idempotency key for each thing that a person wants done. Pages get a sender only from
 * `useWrite`, so none can write without a click lock.
 */
export interface IdempotentSender {
  /** @throws ApiProblem when the platform refuses, TypeError when the network failed */
  <Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    sent?: RequestBody,
  ): Promise<z.output<Schema>>;
  /** Sends a file by POST; `onSent` gets the share of its bytes sent so far, from 0 to 1. */
  upload<Schema extends z.ZodType>(
    path: string,
    sent: { readonly bytes: Blob; readonly type: string },
    onSent: (share: number) => void,
  ): Promise<z.output<Schema>>;
}

type Asked = readonly [method: string, path: string, json: string | undefined, bytes: Blob | undefined];

/**
 * Creates a sender that repeats a request with the same idempotency key while its result is unknown: the network
 * failed, the server failed, or the first attempt is still running. After any other answer the same request gets a new
 * key.
 *
 * @see docs/spec/api-problems.md#idempotency
 */
export function idempotentSender(drawKey: () => string = randomKey): IdempotentSender {
  let open: { readonly asked: Asked; readonly key: string } | undefined;

  async function once<Answer>(asked: Asked, ask: (idempotencyKey: string) => Promise<Answer>): Promise<Answer> {
    const isSame = open?.asked.every((part, at) => part === asked[at]) ?? false;
    const key = isSame && open !== undefined ? open.key : drawKey();
    open = { asked, key };
    try {
      const answer = await ask(key);
      open = undefined;
      return answer;
    } catch (error) {
      if (isAnswered(error)) open = undefined;
      throw error;
    }
  }

  const send = <Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    sent: RequestBody = {},
  ): Promise<z.output<Schema>> =>
    once([method, path, JSON.stringify(sent.json), sent.bytes], (idempotencyKey) =>
      request<Schema>(method, path, { ...sent, idempotencyKey }),
    );
  return Object.assign(send, {
    upload: <Schema extends z.ZodType>(
      path: string,
      sent: { readonly bytes: Blob; readonly type: string },
      onSent: (share: number) => void,
    ): Promise<z.output<Schema>> =>
      once(['POST', path, undefined, sent.bytes], (idempotencyKey) =>
        upload<Schema>(path, { ...sent, idempotencyKey }, onSent),
      ),
  });
}

function isAnswered(error: unknown): boolean {
  return error instanceof ApiProblem && error.status < 500 && error.code !== 'idempotency_in_progress';
}

/**
 * A random idempotency key: 32 hexadecimal characters. `crypto.randomUUID` is missing on pages served over plain http.
 */
function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
