import { Text, Title } from '@mantine/core';
import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { ask } from '../../api/queries.ts';
import { useTexts, type TextKey } from '../../texts.ts';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Time } from '../../ui/time.tsx';

/** Why tokens of this integration are refused here. Nothing where none is. */
export function Refused({ accountId, clientId }: { readonly accountId: string; readonly clientId: string }) {
  const { t } = useTexts();
  const pages = useSuspenseInfiniteQuery(ask.refused(accountId, clientId));
  const list = useRef<HTMLUListElement>(null);
  const ended = pages.data.pages.flatMap((page) => page.ended);
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
      <ul className="rows sheet" ref={list}>
        {ended.map((one) => (
          <li key={`${one.person.id} ${one.at}`}>
            <Text fw={550}>
              <bdi>{one.person.name}</bdi>
            </Text>
            <Text size="sm" c="dimmed">
              {t(reasonKey(one.reason))}
              {one.at !== null && ' · '}
              {one.at !== null && <Time at={one.at} />}
              {one.by.name !== null && (
                <>
                  {' · '}
                  <bdi>{one.by.name}</bdi>
                </>
              )}
            </Text>
          </li>
        ))}
        {refused.map((one) => (
          <li key={`${one.used_again.at} ${one.used_again.address}`}>
            <Text fw={550}>
              <bdi>{one.person?.name ?? t('install:refused.somebody')}</bdi>
            </Text>
            <Text size="sm" c="dimmed">
              {t('install:refused.reused', { count: one.used_again.count })} <Time at={one.used_again.last_at} />
              {one.used_again.address !== null && <span className="mono"> {one.used_again.address}</span>}
            </Text>
          </li>
        ))}
      </ul>
      <MoreRows list={list} pages={pages} shown={ended.length + refused.length} />
    </section>
  );
}

const known = [
  'grant_revoked',
  'person_deactivated',
  'installation_disabled',
  'integration_stopped',
  'secret_revoked',
  'integration_adopted',
  'token_revoked',
  'idle',
] as const;

function reasonKey(reason: string): TextKey {
  const found = known.find((one) => one === reason);
  return found === undefined ? 'install:refused.reason.other' : `install:refused.reason.${found}`;
}
