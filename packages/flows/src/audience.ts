import type { AskedAccount, NoticeAudience } from '@pristan/rules';
import { adminsMailedMax, hourMs } from '@pristan/rules';
import type { Store } from './ports/store.ts';
import type { Clock, Random } from './ports/environment.ts';

/** Number of admins to read: more than may get mail, since some of them have opted out. */
const ADMINS_READ_MAX = 2 * adminsMailedMax;

/**
 * Reads the account's admins and the names that notices about an integration need, for `withNotices`.
 *
 * @param about `accountId`: absent for the integration's technical account; `userId`: the acting person, if any; `name`:
 *   name of an integration that is not stored yet
 */
export async function readAudience(
  env: { readonly clock: Clock; readonly random: Random; readonly store: Pick<Store, 'notices'> },
  about: {
    readonly accountId: number | undefined;
    readonly integrationId: string;
    readonly userId: number | undefined;
    readonly name?: string;
  },
): Promise<NoticeAudience> {
  const { accountId, integrationId, userId, name } = about;
  const since = env.clock.now() - hourMs;
  const read = await env.store.notices.audience({ accountId, integrationId, userId, limit: ADMINS_READ_MAX, since });
  return {
    ...read,
    integration: name ?? read.integration ?? '',
    admins: read.admins.map((admin) => ({ ...admin, mailId: env.random.uuid() })),
    noticeId: env.random.uuid(),
  };
}

/** Reads the admins of several accounts, for `notifyAdmins`; the accounts are in the given order. */
export async function readAudiences(
  env: { readonly clock: Clock; readonly random: Random; readonly store: Pick<Store, 'notices'> },
  accountIds: readonly number[],
): Promise<readonly AskedAccount[]> {
  const since = env.clock.now() - hourMs;
  const read = await env.store.notices.audiences(accountIds, { limit: ADMINS_READ_MAX, since });
  return read.map(({ accountId, account, admins }) => ({
    accountId,
    account,
    admins: admins.map((admin) => ({ ...admin, mailId: env.random.uuid() })),
    noticeId: env.random.uuid(),
  }));
}
