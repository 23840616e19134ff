import type { EndpointId } from '@pristan/wire';
import { methodOf } from '@pristan/wire';
import { answerIn } from './call.ts';
import { problemOf } from './problem.ts';
import type { AnySent } from './sent.ts';
import { urlOf } from './sent.ts';

/**
 * Sends a file to the platform and reports progress, which plain `fetch` can't. Only `api/idempotent-sender.ts` may use
 * this function.
 *
 * @param onSent called with the share sent so far, from 0 to 1
 * @throws ApiProblem with the platform's message; TypeError when the network failed
 */
export function upload(
  id: EndpointId,
  sent: AnySent & { readonly bytes: Blob; readonly type: string; readonly idempotencyKey: string },
  onSent: (share: number) => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(methodOf(id), urlOf(id, sent));
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', sent.type);
    request.setRequestHeader('idempotency-key', sent.idempotencyKey);
    request.upload.onprogress = ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total);
    request.onerror = () => reject(new TypeError('the network failed'));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(answerIn(id, request.responseText));
      else reject(problemOf(request.status, request.responseText, request.getResponseHeader('retry-after')));
    };
    request.send(sent.bytes);
  });
}
