import type { AccountRow } from '@pristan/flows';
import type { Membership } from '@pristan/rules';
import { accountIdOf } from './account-id.ts';
import { consolePath } from './account-page.ts';
import { cancelPath, formPath } from './cancel-path.ts';
import type { Site } from './page.ts';
import { sendFailure } from './page.ts';
import type { AskedVisit, PageVisit } from './page-visit.ts';
import { sendSignIn } from './sign-in.ts';
import { signedInPath } from './signed-in-path.ts';

/** A signed-in person on a page of one of their accounts. */
export interface AccountVisit extends AskedVisit {
  readonly account: AccountRow;
  readonly membership: Membership;
}

/**
 * Finds the account of a page. A person who is not signed in signs in first; an account in which they are not active is
 * 404, whether or not it exists.
 *
 * @returns `undefined` when an answer was sent
 */
export async function accountVisit(site: Site, visit: PageVisit): Promise<AccountVisit | undefined> {
  const { request, reply, session } = visit;
  if (session === undefined) {
    await sendSignIn(site, { request, reply, session }, { to: signedInPath(request), connecting: null });
    return undefined;
  }
  const accountId = accountIdOf(visit.params['accountId']);
  const membership =
    accountId === undefined ? undefined : await site.store.installs.membership(accountId, session.userId);
  if (accountId !== undefined) site.counting.placed(session.userId, accountId, membership?.state === 'active');
  const account = accountId === undefined ? undefined : await site.store.accounts.account(accountId);
  if (account === undefined || membership?.state !== 'active') {
    await sendFailure(
      site,
      { request, reply, session, status: 404 },
      { kind: 'not_found', onward: { url: consolePath } },
    );
    return undefined;
  }
  const onward = cancelPath({ request, account, membership });
  return { ...visit, session, account, membership, askedAt: formPath(request), onward };
}
