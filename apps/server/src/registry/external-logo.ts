import type { DueLogo } from '@pristan/flows';
import { secondMs } from '@pristan/rules';
import type { World } from '../environment/open.ts';
import { storeLogo, logoBytesMax } from './logo.ts';

const TIMEOUT_MS = 10 * secondMs;

/** An attempt to fetch a logo that failed, although another one may succeed. */
export class LogoFetchFailed extends Error {
  override readonly name = 'LogoFetchFailed';
}

/**
 * Fetches the logo of a new external integration through the guarded HTTP client, decodes and stores it. Nothing waits
 * for the logo; without one the integration shows its initial.
 *
 * @returns hash of the stored logo; `undefined` when there is none to be had
 * @throws LogoFetchFailed when another attempt is worthwhile: no answer, an error of the other server, or no capacity to
 *   decode
 */
export async function fetchLogo(world: World, { url }: DueLogo): Promise<string | undefined> {
  if (url === undefined) return undefined;
  const answer = await world.outbound.send({
    method: 'GET',
    url,
    headers: { accept: 'image/png, image/jpeg, image/gif' },
    timeoutMs: TIMEOUT_MS,
    answerBytesMax: logoBytesMax,
    aside: true,
  });
  if (answer.kind !== 'answered') throw new LogoFetchFailed(answer.reason);
  if (answer.status >= 500) throw new LogoFetchFailed(`status ${answer.status}`);
  const stored = answer.status === 200 && answer.complete ? await storeLogo(world, answer.body) : undefined;
  if (stored?.kind === 'refuse' && stored.reason === 'busy') throw new LogoFetchFailed('too many pictures are decoded');
  return stored?.kind === 'kept' ? stored.hash : undefined;
}
