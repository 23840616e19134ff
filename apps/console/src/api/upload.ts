import type { z } from 'zod';
import { problemOf } from './problem.ts';

/**
 * Sends a file to the platform and reports progress, which plain `fetch` can't. Only `api/idempotent-sender.ts` may use
 * this function.
 *
 * @param path below `/api/platform`
 * @param onSent called with the share sent so far, from 0 to 1
 * @throws ApiProblem with the platform's message; TypeError when the network failed
 */
export function upload<Schema extends z.ZodType>(
  path: string,
  sent: { readonly bytes: Blob; readonly type: string; readonly idempotencyKey: string },
  onSent: (share: number) => void,
): Promise<z.output<Schema>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/platform${path}`);
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', sent.type);
    request.setRequestHeader('idempotency-key', sent.idempotencyKey);
    request.upload.onprogress = ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total);
    request.onerror = () => reject(new TypeError('the network failed'));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as z.output<Schema>);
      else reject(problemOf(request.status, request.responseText, request.getResponseHeader('retry-after')));
    };
    request.send(sent.bytes);
  });
}
