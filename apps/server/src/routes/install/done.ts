import type { AccountPageView } from '../../pages/install/account-page.tsx';

/** What an account's page says happened just before it. Sealed, so that a link can't say it. */
export type Done = NonNullable<AccountPageView['done']>;
