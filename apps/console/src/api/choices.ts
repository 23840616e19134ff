import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { queries } from './queries.ts';

/** An option of a search field: its value and the label that people read. */
export interface SearchOption {
  readonly value: string;
  readonly label: string;
}

/** Members of the account that match this text. */
export function useMembers(accountId: string, letters: string): readonly SearchOption[] {
  const { data } = useQuery({ ...queries.someMembers(accountId, letters), placeholderData: keepPreviousData });
  return (data?.members ?? []).map((one) => ({ value: String(one.user_id), label: `${one.name} (${one.email})` }));
}

/** Integrations developed by the account that match this text. */
export function useOwnIntegrations(accountId: string, letters: string): readonly SearchOption[] {
  const { data } = useQuery({ ...queries.someIntegrations(accountId, letters), placeholderData: keepPreviousData });
  return (data?.integrations ?? []).map(({ client_id, name }) => ({ value: client_id, label: name }));
}

/** Integrations installed in the account or developed by it that match this text. */
export function useIntegrations(accountId: string, letters: string): readonly SearchOption[] {
  const installed = useQuery({ ...queries.someInstallations(accountId, letters), placeholderData: keepPreviousData });
  const own = useQuery({ ...queries.someIntegrations(accountId, letters), placeholderData: keepPreviousData });
  const all = [...(installed.data?.installations ?? []), ...(own.data?.integrations ?? [])];
  return [...new Map(all.map((one) => [one.client_id, one.name]))].map(([value, label]) => ({ value, label }));
}
