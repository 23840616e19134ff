import type { AnswerOf } from '@pristan/wire/api';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { ActivityQuery } from './activity-search.ts';
import { call } from './call.ts';
import type { DeliveriesQuery } from './deliveries-search.ts';
import type { NameSearch } from './name-search.ts';
import { readPages } from './pages.ts';
import { keyOfCall, read } from './read.ts';

export type Installation = AnswerOf<'list_installations'>['installations'][number];
export type InstallationDetail = AnswerOf<'read_installation'>;
export type OwnAccess = AnswerOf<'list_own_access'>['installations'][number];
export type SignedInSession = AnswerOf<'list_sessions'>['sessions'][number];
export type Grant = AnswerOf<'list_grants'>['grants'][number];
export type EndedAccess = AnswerOf<'list_refused_tokens'>['ended'][number];
export type Integration = AnswerOf<'read_integration'>;
export type Member = AnswerOf<'list_members'>['members'][number];
export type ActivityEntry = AnswerOf<'list_activity'>['entries'][number];
export type Notice = AnswerOf<'list_notices'>['notices'][number];
export type NoticeChoice = AnswerOf<'list_notice_choices'>['kinds'][number];
export type Invitation = AnswerOf<'list_invitations'>['invitations'][number];
export type LongLivedToken = AnswerOf<'list_long_lived_tokens'>['tokens'][number];
export type FirstToken = AnswerOf<'read_first_token'>;
export type ActiveSecret = AnswerOf<'list_secrets'>['secrets'][number];
export type WidgetVersion = AnswerOf<'list_widgets'>['versions'][number];
export type WidgetFinding = NonNullable<AnswerOf<'read_widget'>['findings']>[number];
export type PersonalToken = AnswerOf<'list_personal_tokens'>['tokens'][number];
export type Adoption = AnswerOf<'preview_adoption'>['adoptions'][number];
export type TextList = AnswerOf<'list_texts'>;
export type TextLanguage = TextList['main_language'];
export type Customer = AnswerOf<'list_customers'>['accounts'][number];
export type Delivery = AnswerOf<'list_deliveries'>['deliveries'][number];

const LONG_MS = 60_000;

/** All queries of pages, in one place; a page and its loader use the same one. */
export const queries = {
  // The signed-in user and their accounts hardly change, and every page needs them.
  me: () => ({ ...read('who_am_i'), staleTime: LONG_MS }),
  accounts: () => ({ ...read('list_accounts'), staleTime: LONG_MS }),
  notices: () => ({ ...read('list_notices'), refetchInterval: LONG_MS }),
  sessions: () => read('list_sessions'),
  noticeChoices: () => read('list_notice_choices'),
  installations: (account_id: string, search: NameSearch) =>
    readPages('list_installations', { params: { account_id }, query: search }),
  installation: (account_id: string, client_id: string) =>
    read('read_installation', { params: { account_id, client_id } }),
  grants: (account_id: string, client_id: string) => readPages('list_grants', { params: { account_id, client_id } }),
  /** Integrations with a grant of the signed-in user, or all other connected ones. */
  ownAccess: (account_id: string, given: boolean) =>
    readPages('list_own_access', { params: { account_id }, query: { given } }),
  askedAdoptions: (account_id: string) => read('list_asked_adoptions', { params: { account_id } }),
  refused: (account_id: string, client_id: string) =>
    readPages('list_refused_tokens', { params: { account_id, client_id } }),
  /** Members of the account, page by page; each page starts after the last member of the previous one. */
  members: (account_id: string, search: NameSearch) =>
    infiniteQueryOptions({
      queryKey: [...keyOfCall('list_members', { params: { account_id } }), 'pages', search],
      queryFn: ({ pageParam }) =>
        call('list_members', { params: { account_id }, query: { ...search, after: pageParam } }),
      initialPageParam: 0,
      getNextPageParam: ({ next_after }) => next_after,
    }),
  /** Up to 20 grants of this member: those with their own rights, or those with full access. */
  memberGrants: (account_id: string, user_id: number, access: 'own' | 'full') =>
    read('list_member_grants', {
      params: { account_id, user_id },
      query: { limit: 20, full_access: access === 'full' },
    }),
  /** Up to 20 members that match the text, for a search field. */
  someMembers: (account_id: string, q: string) =>
    read('list_members', { params: { account_id }, query: { limit: 20, q } }),
  someInstallations: (account_id: string, q: string) =>
    read('list_installations', { params: { account_id }, query: { limit: 20, q } }),
  someIntegrations: (account_id: string, q: string) =>
    read('list_integrations', { params: { account_id }, query: { limit: 20, q } }),
  activity: (account_id: string, query: ActivityQuery) => read('list_activity', { params: { account_id }, query }),
  invitations: (account_id: string) => read('list_invitations', { params: { account_id } }),
  integrations: (account_id: string, search: NameSearch) =>
    readPages('list_integrations', { params: { account_id }, query: search }),
  reach: (account_id: string, client_id: string) => read('read_reach', { params: { account_id, client_id } }),
  customers: (account_id: string, client_id: string) =>
    readPages('list_customers', { params: { account_id, client_id } }),
  adoption: (account_id: string, client_id: string) => read('preview_adoption', { params: { account_id, client_id } }),
  integration: (account_id: string, client_id: string) =>
    read('read_integration', { params: { account_id, client_id } }),
  secrets: (account_id: string, client_id: string) => read('list_secrets', { params: { account_id, client_id } }),
  firstToken: (account_id: string, client_id: string) =>
    read('read_first_token', { params: { account_id, client_id } }),
  deliveries: (account_id: string, client_id: string, query: DeliveriesQuery) =>
    read('list_deliveries', { params: { account_id, client_id }, query }),
  testable: (account_id: string, client_id: string) =>
    read('list_testable_hooks', { params: { account_id, client_id } }),
  delivery: (account_id: string, client_id: string, delivery_id: string) =>
    read('read_delivery', { params: { account_id, client_id, delivery_id } }),
  tokens: (account_id: string, client_id: string) =>
    readPages('list_long_lived_tokens', { params: { account_id, client_id } }),
  texts: (account_id: string, client_id: string) => read('list_texts', { params: { account_id, client_id } }),
  personalTokens: (account_id: string) => readPages('list_personal_tokens', { params: { account_id } }),
  widgets: (account_id: string, client_id: string) => read('list_widgets', { params: { account_id, client_id } }),
  widget: (account_id: string, client_id: string, number: string) =>
    read('read_widget', { params: { account_id, client_id, number } }),
};
