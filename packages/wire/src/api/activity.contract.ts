import type { ContractParts } from './contract.ts';
import { activityList, activityPage } from './activity.ts';
import { accountParams } from './registry.ts';

/** Contract of an account’s activity log. */
export const activityContracts = {
  list_activity: {
    method: 'GET',
    path: '/accounts/:account_id/activity',
    access: 'activity.read',
    tag: 'accounts',
    summary: 'List the activity log of an account, newest first',
    description:
      'Filters: person (as actor or as subject), integration, kind and time. The log never contains secrets, codes or tokens.',
    params: accountParams,
    query: activityPage,
    answer: activityList,
    problems: [],
  },
} as const satisfies Readonly<Record<string, ContractParts>>;
