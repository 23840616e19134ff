import type { Decided } from '@pristan/rules';
import type { Store } from './ports/store.ts';
import { Fault } from './ports/store.ts';

const ATTEMPTS_MAX = 8;

/**
 * Reads, decides and commits; decides again on fresh facts when one of them no longer held at the commit. An outcome with
 * no changes needs no commit.
 *
 * The commit checks under lock what a decision rested on. Each kind of change declares most of it by itself, in
 * `preconditions` of `packages/rules/src/preconditions-of.ts`: the actor's right, states, versions, limits. A rule puts
 * the other facts that it read into `restsOn`. A fact that only `read` compares is not safe from a change in between.
 *
 * @throws Fault when eight tries in a row were overtaken
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
  throw new Fault('overtaken by other requests eight times in a row');
}
