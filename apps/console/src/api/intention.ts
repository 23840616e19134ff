import type { z } from 'zod';
import type { Sent } from './call.ts';
import { request } from './call.ts';
import { ApiProblem } from './problem.ts';
import { upload } from './upload.ts';

/** Sends the requests of one intention. Only `useWrite` hands it out, so a page cannot write past its lock. */
export interface Sender {
  /** @throws ApiProblem, TypeError as `call` */
  <Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    sent?: Sent,
  ): Promise<z.output<Schema>>;
  /** The same by POST for a file; `onSent` hears which share of it has left, from 0 to 1. */
  upload<Schema extends z.ZodType>(
    path: string,
    sent: { readonly bytes: Blob; readonly type: string },
    onSent: (share: number) => void,
  ): Promise<z.output<Schema>>;
}

type Asked = readonly [method: string, path: string, json: string | undefined, bytes: Blob | undefined];

/**
 * Draws an idempotency key for each intention. The same request gets the same key again for as long as nobody knows what
 * became of it: the network failed, the server had a fault, or the first try is still under way. Any other answer ends the
 * intention, and the same request after it is a new one.
 *
 * @see docs/spec/api-problems.md#idempotency
 */
export function senderOfOneIntention(drawKey: () => string = randomKey): Sender {
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
    sent: Sent = {},
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

/** 32 hexadecimal characters. `crypto.randomUUID` is missing where a page came by plain http. */
function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
