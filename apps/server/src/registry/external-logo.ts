import { secondMs } from '@pristan/rules';
import type { World } from '../environment/open.ts';
import { storeLogo, logoBytesMax } from './logo.ts';

const TIMEOUT_MS = 10 * secondMs;

/**
 * Fetches the logo of a new external integration through the guarded HTTP client, decodes and stores it. Nothing waits
 * for the logo; without one the integration shows its initial.
 *
 * @throws Error when another attempt is worthwhile: no answer, an error of the other server, or no capacity to decode
 */
export async function fetchLogo(world: World, integrationId: string): Promise<void> {
  const wanted = await world.store.handovers.logoWanted(integrationId);
  if (wanted === undefined) return;
  const answer = await world.outbound.send({
    method: 'GET',
    url: wanted.url,
    headers: { accept: 'image/png, image/jpeg, image/gif' },
    timeoutMs: TIMEOUT_MS,
    answerBytesMax: logoBytesMax,
    aside: true,
  });
  if (answer.kind !== 'answered') throw new Error('the logo did not arrive');
  if (answer.status >= 500) throw new Error(`the logo's server answered ${answer.status}`);
  const kept = answer.status === 200 && answer.complete ? await storeLogo(world, answer.body) : undefined;
  if (kept?.kind === 'refuse' && kept.reason === 'busy') throw new Error('too many pictures are decoded');
  const logoHash = kept?.kind === 'kept' ? kept.hash : undefined;
  const { accountId } = wanted;
  await world.store.commit([{ kind: 'external_logo_settled', accountId, integrationId, logoHash }]);
}
