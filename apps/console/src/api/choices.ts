import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask } from './queries.ts';

/** Something to choose, by its id. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** People of the account whom these letters find. */
export function usePeople(accountId: string, letters: string): readonly Choice[] {
  const { data } = useQuery({ ...ask.someMembers(accountId, letters), placeholderData: keepPreviousData });
  return (data?.members ?? []).map((one) => ({ value: String(one.user_id), label: `${one.name} (${one.email})` }));
}

/** What the account develops, found by these letters. */
export function useOwnIntegrations(accountId: string, letters: string): readonly Choice[] {
  const { data } = useQuery({ ...ask.someIntegrations(accountId, letters), placeholderData: keepPreviousData });
  return (data?.integrations ?? []).map(({ client_id, name }) => ({ value: client_id, label: name }));
}

/** What is installed in the account or developed by it, and found by these letters. */
export function useIntegrations(accountId: string, letters: string): readonly Choice[] {
  const installed = useQuery({ ...ask.someInstallations(accountId, letters), placeholderData: keepPreviousData });
  const own = useQuery({ ...ask.someIntegrations(accountId, letters), placeholderData: keepPreviousData });
  const all = [...(installed.data?.installations ?? []), ...(own.data?.integrations ?? [])];
  return [...new Map(all.map((one) => [one.client_id, one.name]))].map(([value, label]) => ({ value, label }));
}
