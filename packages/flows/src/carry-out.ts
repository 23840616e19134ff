import type { Decided } from '@pristan/rules';
import type { Store } from './ports/store.ts';
import { UnavailableError } from './ports/store.ts';

const ATTEMPTS_MAX = 8;

/**
 * Reads facts, decides and commits. When a fact has changed by the time of the commit, it reads and decides again. An
 * outcome without changes needs no commit.
 *
 * The commit checks under lock the facts that the decision rested on. Each kind of change declares most of them in
 * `packages/rules/src/preconditions-of.ts`: the actor's right, states, versions, limits. A rule lists other facts that
 * must still hold in `restsOn`. A fact that is in neither may change before the commit.
 *
 * @throws UnavailableError when the facts had changed at eight commits in a row
 */
export async function carryOut<Facts, Outcome>(
  store: Pick<Store, 'commit'>,
  read: () => Promise<Facts>,
  decide: (facts: Facts) => Decided<Outcome>,
): Promise<Outcome> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const { outcome, changes, restsOn } = decide(await read());
    if (changes.length === 0) return outcome;
    if ((await store.commit(changes, restsOn)) === 'committed') return outcome;
  }
  throw new UnavailableError('overtaken by other requests eight times in a row');
}
