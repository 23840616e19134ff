import type { NoticeAudience } from '@pristan/rules';
import { adminsMailedMax, hourMs } from '@pristan/rules';
import type { Store } from './ports/store.ts';
import type { Clock, Random } from './ports/environment.ts';

/** Number of admins to read: more than may get mail, since some of them have opted out. */
const ADMINS_READ_MAX = 2 * adminsMailedMax;

/**
 * Reads the account's admins and the names that notices about an integration need, for `withNotices`.
 *
 * @param about `userId`: the acting user, if any; `name`: name of an integration that is not stored yet
 */
export async function readAudience(
  env: { readonly clock: Clock; readonly random: Random; readonly store: Pick<Store, 'notices'> },
  about: {
    readonly accountId: number;
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
    accountId,
    integration: name ?? read.integration ?? '',
    admins: read.admins.map((admin) => ({ ...admin, mailId: env.random.uuid() })),
    noticeId: env.random.uuid(),
  };
}
