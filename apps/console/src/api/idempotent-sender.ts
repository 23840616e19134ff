import type { EndpointId } from '@pristan/wire';
import type { AnswerOf, Contracts } from '@pristan/wire/api';
import { request } from './call.ts';
import { ApiProblem } from './problem.ts';
import type { AnySent, Args, Sent } from './sent.ts';
import { urlOf } from './sent.ts';
import { upload } from './upload.ts';

/** IDs of the endpoints that take a file. */
type UploadId = { [Id in EndpointId]: Contracts[Id] extends { readonly upload: unknown } ? Id : never }[EndpointId];

/**
 * Sends writes with one idempotency key for each thing that a person wants done. Pages get a sender only from
 * `useWrite`, so none can write without a click lock.
 */
export interface IdempotentSender {
  /** @throws ApiProblem when the platform refuses, TypeError when the network failed */
  <Id extends EndpointId>(id: Id, ...sent: Args<Id>): Promise<AnswerOf<Id>>;
  /** Sends a file; `onSent` gets the share of its bytes sent so far, from 0 to 1. */
  upload<Id extends UploadId>(id: Id, sent: Sent<Id>, onSent: (share: number) => void): Promise<AnswerOf<Id>>;
}

type Asked = readonly [id: EndpointId, url: string, json: string | undefined, bytes: Blob | undefined];

/**
 * Creates a sender that repeats a request with the same idempotency key while its result is unknown: the network
 * failed, the server failed, or the first attempt is still running. After any other answer the same request gets a new
 * key.
 *
 * @see docs/spec/api-problems.md#idempotency
 */
export function idempotentSender(drawKey: () => string = randomKey): IdempotentSender {
  let open: { readonly asked: Asked; readonly key: string } | undefined;

  async function once(
    id: EndpointId,
    sent: AnySent,
    ask: (sent: AnySent & { readonly idempotencyKey: string }) => Promise<unknown>,
  ): Promise<unknown> {
    const asked: Asked = [id, urlOf(id, sent), JSON.stringify(sent.body), sent.bytes];
    const isSame = open?.asked.every((part, at) => part === asked[at]) ?? false;
    const key = isSame && open !== undefined ? open.key : drawKey();
    open = { asked, key };
    try {
      const answer = await ask({ ...sent, idempotencyKey: key });
      open = undefined;
      return answer;
    } catch (error) {
      if (isAnswered(error)) open = undefined;
      throw error;
    }
  }

  const send = async (id: EndpointId, sent: AnySent = {}): Promise<unknown> =>
    once(id, sent, (keyed) => request(id, keyed));
  return Object.assign(send, {
    upload: async (id: UploadId, sent: Sent<UploadId>, onSent: (share: number) => void): Promise<unknown> =>
      once(id, sent, ({ idempotencyKey }) => upload(id, { ...sent, idempotencyKey }, onSent)),
  }) as IdempotentSender;
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
