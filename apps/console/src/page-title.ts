import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { queries } from './api/queries.ts';

/** Sets the document’s title, which names the browser tab: most specific part first, then the account. */
export function usePageTitle(...parts: readonly string[]): void {
  const { accountId } = useParams({ strict: false });
  const { data } = useQuery({ ...queries.accounts(), enabled: accountId !== undefined });
  const account = data?.accounts.find(({ id }) => String(id) === accountId);
  const title = [...parts, ...(account === undefined ? [] : [account.name]), 'Pristan'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
