import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ask } from './api/queries.ts';

/** Names the page in the tab, in the history and to a screen reader: the most particular part first, then the account. */
export function usePageTitle(...parts: readonly string[]): void {
  const { accountId } = useParams({ strict: false });
  const { data } = useQuery(ask.accounts());
  const account = data?.accounts.find(({ id }) => String(id) === accountId);
  const title = [...parts, ...(account === undefined ? [] : [account.name]), 'Pristan'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
