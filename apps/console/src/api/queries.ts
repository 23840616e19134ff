import type {
  accountList,
  activityList,
  adoption,
  adoptionPreview,
  delivery,
  deliveryList,
  deliveryWithAttempts,
  firstToken,
  grantList,
  installationDetail,
  installationList,
  integration,
  integrationList,
  integrationReach,
  invitationList,
  longLivedTokenList,
  me,
  memberGrantList,
  memberList,
  noticeList,
  personalTokenList,
  refusedTokenList,
  secretList,
  testableHookList,
  textList,
  widgetVersionList,
} from '@pristan/wire/api';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from './call.ts';
import type { NameSearch } from './name-search.ts';
import { readPages, withQuery } from './pages.ts';
import { keyOf, read } from './read.ts';

export type Installation = z.output<typeof installationList>['installations'][number];
export type InstallationDetail = z.output<typeof installationDetail>;
export type Grant = z.output<typeof grantList>['grants'][number];
export type EndedAccess = z.output<typeof refusedTokenList>['ended'][number];
export type Integration = z.output<typeof integration>;
export type Member = z.output<typeof memberList>['members'][number];
export type ActivityEntry = z.output<typeof activityList>['entries'][number];
export type Notice = z.output<typeof noticeList>['notices'][number];
export type Invitation = z.output<typeof invitationList>['invitations'][number];
export type LongLivedToken = z.output<typeof longLivedTokenList>['tokens'][number];
export type FirstToken = z.output<typeof firstToken>;
export type WorkingSecret = z.output<typeof secretList>['secrets'][number];
export type WidgetVersion = z.output<typeof widgetVersionList>['versions'][number];
export type PersonalToken = z.output<typeof personalTokenList>['tokens'][number];
export type Adoption = z.output<typeof adoption>;
export type TextList = z.output<typeof textList>;
export type TextLanguage = TextList['main_language'];
export type Delivery = z.output<typeof delivery>;

const LONG_MS = 60_000;

/** Every question that pages ask, in one place; a page and its loader name the same one. */
export const ask = {
  // Who and where one is hardly changes, and every page asks.
  me: () => ({ ...read<typeof me>('/me'), staleTime: LONG_MS }),
  accounts: () => ({ ...read<typeof accountList>('/accounts'), staleTime: LONG_MS }),
  notices: () => ({ ...read<typeof noticeList>('/notices'), refetchInterval: LONG_MS }),
  installations: (account: string, search: NameSearch) =>
    readPages<typeof installationList>(`/accounts/${account}/installations`, { ...search }),
  installation: (account: string, clientId: string) =>
    read<typeof installationDetail>(`/accounts/${account}/installations/${clientId}`),
  grants: (account: string, clientId: string) =>
    readPages<typeof grantList>(`/accounts/${account}/installations/${clientId}/grants`),
  refused: (account: string, clientId: string) =>
    readPages<typeof refusedTokenList>(`/accounts/${account}/installations/${clientId}/refused-tokens`),
  /** Page after page; a page starts behind the people that were read. */
  members: (account: string, search: NameSearch) =>
    infiniteQueryOptions({
      queryKey: [...keyOf(`/accounts/${account}/members`), 'pages', search],
      queryFn: ({ pageParam }) =>
        call<typeof memberList>(
          'GET',
          withQuery(`/accounts/${account}/members`, { ...search, after: String(pageParam) }),
        ),
      initialPageParam: 0,
      getNextPageParam: ({ next_after }) => next_after,
    }),
  /** A few of what this person gave: without full access, or with it. */
  memberGrants: (account: string, userId: number, access: 'own' | 'full') =>
    read<typeof memberGrantList>(
      withQuery(`/accounts/${account}/members/${userId}/grants`, {
        limit: '20',
        full_access: String(access === 'full'),
      }),
    ),
  /** A few, for a choice among them. */
  someMembers: (account: string, q: string) =>
    read<typeof memberList>(withQuery(`/accounts/${account}/members`, { limit: '20', q })),
  someInstallations: (account: string, q: string) =>
    read<typeof installationList>(withQuery(`/accounts/${account}/installations`, { limit: '20', q })),
  someIntegrations: (account: string, q: string) =>
    read<typeof integrationList>(withQuery(`/accounts/${account}/integrations`, { limit: '20', q })),
  activity: (account: string, query: string) => read<typeof activityList>(`/accounts/${account}/activity?${query}`),
  invitations: (account: string) => read<typeof invitationList>(`/accounts/${account}/invitations`),
  integrations: (account: string, search: NameSearch) =>
    readPages<typeof integrationList>(`/accounts/${account}/integrations`, { ...search }),
  reach: (account: string, clientId: string) =>
    read<typeof integrationReach>(`/accounts/${account}/integrations/${clientId}/reach`),
  adoption: (account: string, clientId: string) =>
    read<typeof adoptionPreview>(`/accounts/${account}/integrations/${clientId}/adoption`),
  integration: (account: string, clientId: string) =>
    read<typeof integration>(`/accounts/${account}/integrations/${clientId}`),
  secrets: (account: string, clientId: string) =>
    read<typeof secretList>(`/accounts/${account}/integrations/${clientId}/secrets`),
  firstToken: (account: string, clientId: string) =>
    read<typeof firstToken>(`/accounts/${account}/integrations/${clientId}/first-token`),
  deliveries: (account: string, clientId: string, query: string) =>
    read<typeof deliveryList>(`/accounts/${account}/integrations/${clientId}/deliveries?${query}`),
  testable: (account: string, clientId: string) =>
    read<typeof testableHookList>(`/accounts/${account}/integrations/${clientId}/test-deliveries`),
  delivery: (account: string, clientId: string, deliveryId: string) =>
    read<typeof deliveryWithAttempts>(`/accounts/${account}/integrations/${clientId}/deliveries/${deliveryId}`),
  tokens: (account: string, clientId: string) =>
    readPages<typeof longLivedTokenList>(`/accounts/${account}/integrations/${clientId}/tokens`),
  texts: (account: string, clientId: string) =>
    read<typeof textList>(`/accounts/${account}/integrations/${clientId}/texts`),
  personalTokens: (account: string) => readPages<typeof personalTokenList>(`/accounts/${account}/access-tokens`),
  widgets: (account: string, clientId: string) =>
    read<typeof widgetVersionList>(`/accounts/${account}/integrations/${clientId}/widgets`),
};
