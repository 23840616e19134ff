import { Text, Title } from '@mantine/core';
import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { ask, type InstallationDetail } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Time } from '../../ui/time.tsx';
import { endedReason } from './ended-reason.ts';
import { Ended } from './ended.tsx';
import { keyed } from './keyed.ts';

/** Why tokens of this integration are refused here, and what to do about it. Nothing where none is. */
export function Refused({ accountId, one }: { readonly accountId: string; readonly one: InstallationDetail }) {
  const { t } = useTexts();
  const pages = useSuspenseInfiniteQuery(ask.refused(accountId, one.client_id));
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
          <Ended
            key={reason}
            accountId={accountId}
            one={one}
            reason={reason}
            ended={ended.filter((row) => endedReason(row.reason) === reason)}
          />
        ))}
        {keyed(refused, ({ used_again: { at, address } }) => `${at} ${address}`).map(({ key, row }) => (
          <li key={key}>
            <Text fw={550}>
              <bdi>{row.person?.name ?? t('install:refused.somebody')}</bdi>
            </Text>
            <Text size="sm" c="dimmed">
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
