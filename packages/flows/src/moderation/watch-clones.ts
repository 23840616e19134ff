import { cloneOwnersNotifiedMax, decideCloneNotice } from '@pristan/rules';
import { readAudiences } from '../audience.ts';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock, Random } from '../ports/environment.ts';

export interface CloneWatchEnvironment {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Pick<Store, 'moderation' | 'notices' | 'commit'>;
}

const GROUPS_MAX = 100;

/**
 * Asks the developers of clones past the threshold to publish. Each group of clones gets one notice, on however many
 * nodes this runs.
 *
 * @param asked.grownSince skips groups without a clone newer than this; 0 includes all
 * @returns the number of groups for which a notice was recorded
 */
export async function watchClones(
  env: CloneWatchEnvironment,
  asked: { readonly threshold: number; readonly grownSince: number },
): Promise<number> {
  const { threshold } = asked;
  let recorded = 0;
  for (;;) {
    const groups = await env.store.moderation.groupsPast({ ...asked, limit: GROUPS_MAX });
    const before = recorded;
    for (const group of groups) {
      const outcome = await carryOut(
        env.store,
        async () => {
          const { ownerIds, ...facts } = await env.store.moderation.cloneGroup(group, cloneOwnersNotifiedMax);
          return { ...facts, owners: await readAudiences(env, ownerIds) };
        },
        (facts) => decideCloneNotice(facts, threshold, env.clock.now()),
      );
      if (outcome.kind === 'recorded') recorded += 1;
    }
    if (groups.length < GROUPS_MAX || recorded === before) return recorded;
  }
}
