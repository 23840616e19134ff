import { Text, Title } from '@mantine/core';
import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { queries, type InstallationDetail } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Time } from '../../ui/time.tsx';
import { endedReason } from './ended-reason.ts';
import { EndedAccesses } from './ended-accesses.tsx';
import { withRowKeys } from './row-keys.ts';

/**
 * Reasons why an integration's tokens are refused in this account, and how to restore access. Renders nothing when no
 * token was refused.
 */
export function RefusedTokens({ accountId, one }: { readonly accountId: string; readonly one: InstallationDetail }) {
  const { t } = useTexts();
  const pages = useSuspenseInfiniteQuery(queries.refused(accountId, one.client_id));
  const list = useRef<HTMLUListElement>(null);
  const ended = pages.data.pages.flatMap((page) => page.ended);
  const reasons = [...new Set(ended.map((row) => endedReason(row.reason)))];
  const refused = pages.data.pages.flatMap((page) => page.refused);
  if (refused.length === 0 && ended.length === 0) return null;
  return (
    <section aria-labelledby="refused">
      <Title order={2} id="refused">
        {t('install:refused.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm">
        {t('install:refused.lead')}
      </Text>
      {refused.length > 0 && (
        <Text size="sm" mb="sm" maw="68ch">
          {t('install:refused.reused-means')}
        </Text>
      )}
      <ul className="rows sheet" ref={list}>
        {reasons.map((reason) => (
          <EndedAccesses
            key={reason}
            accountId={accountId}
            one={one}
            reason={reason}
            ended={ended.filter((row) => endedReason(row.reason) === reason)}
          />
        ))}
        {withRowKeys(refused, ({ used_again: { at, address } }) => `${at} ${address}`).map(({ key, row }) => (
          <li key={key}>
            <Text fw={550}>
              <bdi>{row.person?.name ?? t('install:refused.somebody')}</bdi>
            </Text>
            <Text size="sm" c="dimmed">
              {row.first_use !== null && (
                <>
                  {t('install:refused.first')} <Time at={row.first_use.at} />
                  {row.first_use.address !== null && <span className="mono"> {row.first_use.address}</span>}
                  {' · '}
                </>
              )}
              {t('install:refused.reused', { count: row.used_again.count })} <Time at={row.used_again.last_at} />
              {row.used_again.address !== null && <span className="mono"> {row.used_again.address}</span>}
            </Text>
          </li>
        ))}
      </ul>
      <MoreRows list={list} pages={pages} shown={reasons.length + refused.length} />
    </section>
  );
}
