import type { Decided } from '@pristan/rules';
import type { Store } from './ports/store.ts';
import { Fault } from './ports/store.ts';

const ATTEMPTS_MAX = 8;

/**
 * Read, decide, commit; decide again on fresh facts when somebody was faster. An outcome with no changes needs no commit.
 *
 * @throws Fault when eight tries in a row were overtaken
 */
export async function carryOut<Facts, Outcome>(
  store: Pick<Store, 'commit'>,
  read: () => Promise<Facts>,
  decide: (facts: Facts) => Decided<Outcome>,
): Promise<Outcome> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const { outcome, changes } = decide(await read());
    if (changes.length === 0) return outcome;
    if ((await store.commit(changes)) === 'committed') return outcome;
  }
  throw new Fault('overtaken by other requests eight times in a row');
}
