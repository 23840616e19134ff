import type {
  accountList,
  activityList,
  adoption,
  adoptionPreview,
  askedAdoptionList,
  customerList,
  delivery,
  deliveryList,
  deliveryWithAttempts,
  firstToken,
  grantList,
  installationDetail,
  installationList,
  integration,
  integrationList,
  installationCounts,
  invitationList,
  longLivedTokenList,
  me,
  memberGrantList,
  memberList,
  noticeChoices,
  noticeList,
  ownAccessList,
  personalTokenList,
  refusedTokenList,
  secretList,
  sessionList,
  testableHookList,
  textList,
  widgetVersionList,
  widgetVersionWithFindings,
} from '@pristan/wire/api';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from './call.ts';
import type { NameSearch } from './name-search.ts';
import { readPages, withQuery } from './pages.ts';
import { keyOf, read } from './read.ts';

export type Installation = z.output<typeof installationList>['installations'][number];
export type InstallationDetail = z.output<typeof installationDetail>;
export type OwnAccess = z.output<typeof ownAccessList>['installations'][number];
export type SignedInSession = z.output<typeof sessionList>['sessions'][number];
export type Grant = z.output<typeof grantList>['grants'][number];
export type EndedAccess = z.output<typeof refusedTokenList>['ended'][number];
export type Integration = z.output<typeof integration>;
export type Member = z.output<typeof memberList>['members'][number];
export type ActivityEntry = z.output<typeof activityList>['entries'][number];
export type Notice = z.output<typeof noticeList>['notices'][number];
export type NoticeChoice = z.output<typeof noticeChoices>['kinds'][number];
export type Invitation = z.output<typeof invitationList>['invitations'][number];
export type LongLivedToken = z.output<typeof longLivedTokenList>['tokens'][number];
export type FirstToken = z.output<typeof firstToken>;
export type ActiveSecret = z.output<typeof secretList>['secrets'][number];
export type WidgetVersion = z.output<typeof widgetVersionList>['versions'][number];
export type WidgetFinding = NonNullable<z.output<typeof widgetVersionWithFindings>['findings']>[number];
export type PersonalToken = z.output<typeof personalTokenList>['tokens'][number];
export type Adoption = z.output<typeof adoption>;
export type TextList = z.output<typeof textList>;
export type TextLanguage = TextList['main_language'];
export type Customer = z.output<typeof customerList>['accounts'][number];
export type Delivery = z.output<typeof delivery>;

const LONG_MS = 60_000;

/** All queries of pages, in one place; a page and its loader use the same one. */
export const queries = {
  // The signed-in user and their accounts hardly change, and every page needs them.
  me: () => ({ ...read<typeof me>('/me'), staleTime: LONG_MS }),
  accounts: () => ({ ...read<typeof accountList>('/accounts'), staleTime: LONG_MS }),
  notices: () => ({ ...read<typeof noticeList>('/notices'), refetchInterval: LONG_MS }),
  sessions: () => read<typeof sessionList>('/sessions'),
  noticeChoices: () => read<typeof noticeChoices>('/me/notices'),
  installations: (account: string, search: NameSearch) =>
    readPages<typeof installationList>(`/accounts/${account}/installations`, { ...search }),
  installation: (account: string, clientId: string) =>
    read<typeof installationDetail>(`/accounts/${account}/installations/${clientId}`),
  grants: (account: string, clientId: string) =>
    readPages<typeof grantList>(`/accounts/${account}/installations/${clientId}/grants`),
  /** Integrations with a grant of the signed-in user, or all other connected ones. */
  ownAccess: (account: string, given: boolean) =>
    readPages<typeof ownAccessList>(`/accounts/${account}/own-access`, { given: String(given) }),
  askedAdoptions: (account: string) => read<typeof askedAdoptionList>(`/accounts/${account}/adoptions`),
  refused: (account: string, clientId: string) =>
    readPages<typeof refusedTokenList>(`/accounts/${account}/installations/${clientId}/refused-tokens`),
  /** Members of the account, page by page; each page starts after the last member of the previous one. */
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
  /** Up to 20 grants of this member: those with their own rights, or those with full access. */
  memberGrants: (account: string, userId: number, access: 'own' | 'full') =>
    read<typeof memberGrantList>(
      withQuery(`/accounts/${account}/members/${userId}/grants`, {
        limit: '20',
        full_access: String(access === 'full'),
      }),
    ),
  /** Up to 20 members that match the text, for a search field. */
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
    read<typeof installationCounts>(`/accounts/${account}/integrations/${clientId}/reach`),
  customers: (account: string, clientId: string) =>
    readPages<typeof customerList>(`/accounts/${account}/integrations/${clientId}/accounts`),
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
  widget: (account: string, clientId: string, number: string) =>
    read<typeof widgetVersionWithFindings>(`/accounts/${account}/integrations/${clientId}/widgets/${number}`),
};
