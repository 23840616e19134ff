import { decideRename, operator } from '@pristan/rules';
import { carryOut } from '../carry-out.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/environment.ts';

/** Renames an account; for the operator only. */
export async function renameAccount(
  env: { readonly clock: Clock; readonly store: Pick<Store, 'accounts' | 'commit'> },
  asked: { readonly account: string; readonly to: string; readonly apiLabel: string },
) {
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => ({
      account: await env.store.accounts.accountByName(asked.account),
      taken: await env.store.accounts.accountByName(asked.to),
    }),
    ({ account, taken }) =>
      decideRename(
        account === undefined ? undefined : { ...account, takenBy: taken?.accountId },
        { subdomain: asked.to, apiLabel: asked.apiLabel, actor: operator },
        now,
      ),
  );
}
