import { secondMs } from '@pristan/rules';
import type { World } from '../../environment/open.ts';
import { keepLogo, logoBytesMax } from '../../registry/logo.ts';

const TIMEOUT_MS = 10 * secondMs;

/**
 * Fetches the logo of a new external integration through the guarded client and keeps what it decodes to. Nobody waits
 * for it, and nothing depends on it: without one the integration shows its letter.
 */
export async function fetchLogo(
  world: World,
  about: { readonly accountId: number; readonly integrationId: string; readonly url: string },
): Promise<void> {
  try {
    const answer = await world.outbound.send({
      method: 'GET',
      url: about.url,
      headers: { accept: 'image/png, image/jpeg, image/gif' },
      timeoutMs: TIMEOUT_MS,
      answerBytesMax: logoBytesMax,
    });
    if (answer.kind !== 'answered' || answer.status !== 200 || !answer.complete) return;
    const kept = await keepLogo(world, answer.body);
    if (kept.kind !== 'kept') return;
    const { accountId, integrationId } = about;
    await world.store.commit([{ kind: 'external_logo_kept', accountId, integrationId, logoHash: kept.hash }]);
  } catch (error) {
    world.log.warn({ err: error, integrationId: about.integrationId }, 'a logo was not kept');
  }
}
