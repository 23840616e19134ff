import type { WorkKind } from '@pristan/due-work';
import { doublingWait } from '@pristan/due-work';
import type { DueLogo } from '@pristan/flows';
import { isLogoGivenUp, logoWaits, minuteMs, secondMs } from '@pristan/rules';
import type { World } from '../environment/open.ts';
import { fetchLogo, LogoFetchFailed } from '../registry/external-logo.ts';

/** Duration of a logo's lease in ms; a fetch takes at most ten seconds. */
export const logoLeaseMs = minuteMs;

/** Logos of new external integrations that are to be fetched. */
export function logoWork(world: World): WorkKind<DueLogo, string | undefined> {
  const settled = async ({ accountId, integrationId }: DueLogo, logoHash: string | undefined): Promise<void> =>
    void (await world.store.commit([{ kind: 'external_logo_settled', accountId, integrationId, logoHash }]));
  return {
    name: 'logo',
    leaseMs: logoLeaseMs,
    lookMs: 5 * secondMs,
    idleMs: 30 * secondMs,
    stopMs: 10 * secondMs,
    budget: { total: 4, perHost: 2 },
    claim: async (question) => world.store.dueLogos.claim(question),
    nextDueAt: async () => world.store.dueLogos.nextDueAt(),
    keyOf: ({ integrationId }) => integrationId,
    hostOf: ({ host }) => host,
    perform: async (logo) => fetchLogo(world, logo),
    async settle(logo, ending) {
      if (ending.kind === 'done') return settled(logo, ending.result);
      const { integrationId, attempts } = logo;
      const why = ending.error instanceof LogoFetchFailed ? ending.error.message : 'an internal error';
      world.log.warn({ err: ending.error, integrationId }, 'a logo could not be fetched');
      if (isLogoGivenUp(attempts)) return settled(logo, undefined);
      return world.store.dueLogos.failed(logo, why, world.clock.now() + doublingWait(attempts, logoWaits));
    },
    hasHung: (ending) =>
      ending.kind === 'threw' &&
      ending.error instanceof LogoFetchFailed &&
      ['timeout', 'connect_timeout'].includes(ending.error.message),
  };
}
