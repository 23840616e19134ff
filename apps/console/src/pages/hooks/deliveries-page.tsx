import { Alert, Group, Stack, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import type { AnswerOf } from '@pristan/wire/api';
import { deliveriesQuery, deliveriesSearch } from '../../api/deliveries-search.ts';
import { queries } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyList } from '../../ui/empty-list.tsx';
import { ResultCount } from '../../ui/result-count.tsx';
import { Time } from '../../ui/time.tsx';
import { ClearFilters, DeliveriesFilter } from './deliveries-filter.tsx';
import { isDueSoon } from './is-due-soon.ts';
import { deliveryOutcomeText } from './outcome.ts';
import { SendTestHook } from './send-test-hook.tsx';
import { StoppedReceivers } from './stopped-receiver.tsx';
import { deliveryTones } from './delivery-tones.ts';
import { AnchorLink, ButtonLink } from '../../ui/links.tsx';

const from = '/accounts/$accountId/integrations/$clientId/deliveries';

/** Refresh interval of the list while a listed delivery is about to change. */
const WATCH_MS = 2_000;

/** Delivery log: hooks to the developer's server, newest first. */
export function DeliveriesPage() {
  const { t } = useTexts();
  const { accountId, clientId } = useParams({ from });
  const params = { accountId, clientId };
  const search = deliveriesSearch({ ...useSearch({ from }) });
  const log = useSuspenseQuery({
    ...queries.deliveries(accountId, clientId, deliveriesQuery(search)),
    refetchInterval: ({ state: { data } }) => (data?.deliveries.some(isDueSoon) === true ? WATCH_MS : false),
  }).data;
  const { before, ...filter } = search;
  if (log.deliveries.length === 0 && Object.keys(search).length === 0)
    return (
      <Stack gap="md">
        <StoppedReceivers params={params} receivers={log.stopped_receivers} />
        <EmptyList>{t('hooks:none')}</EmptyList>
        <SendTestHook {...params} />
      </Stack>
    );
  return (
    <Stack gap="md">
      <Text c="dimmed">{t('hooks:what')}</Text>
      {log.failing_receivers.map((receiver) => (
        <Alert key={receiver.host} role="note" color="buoy" variant="light" title={t('hooks:failing')}>
          <AnchorLink to={from} params={params} search={{ receiver: receiver.host }} className="mono">
            {receiver.host}
          </AnchorLink>{' '}
          · <Time at={receiver.failing_since} /> {receiver.marked && t('hooks:failing-told')}
        </Alert>
      ))}
      <StoppedReceivers params={params} receivers={log.stopped_receivers} />
      <DeliveriesFilter params={params} search={filter} />
      <ResultCount asked={JSON.stringify(search)}>{t('hooks:shown', { count: log.deliveries.length })}</ResultCount>
      {log.deliveries.length === 0 ? (
        <EmptyList action={<ClearFilters params={params} />}>{t('hooks:filter.no-match')}</EmptyList>
      ) : (
        <ul className="rows sheet">
          {log.deliveries.map((one) => (
            <DeliveryLine key={one.delivery_id} delivery={one} params={params} filter={filter} />
          ))}
        </ul>
      )}
      <Group>
        {before !== undefined && (
          <ButtonLink to={from} params={params} search={filter} variant="default">
            {t('hooks:newest')}
          </ButtonLink>
        )}
        {log.next_before !== null && (
          <ButtonLink to={from} params={params} search={{ ...filter, before: log.next_before }} variant="default">
            {t('hooks:older')}
          </ButtonLink>
        )}
      </Group>
      <SendTestHook {...params} />
    </Stack>
  );
}

/** One delivery of the list; its account becomes the filter. */
function DeliveryLine({
  delivery: one,
  params,
  filter,
}: {
  readonly delivery: AnswerOf<'list_deliveries'>['deliveries'][number];
  readonly params: { readonly accountId: string; readonly clientId: string };
  readonly filter: Omit<ReturnType<typeof deliveriesSearch>, 'before'>;
}) {
  const { t } = useTexts();
  return (
    <li>
      <Group gap="xs">
        <AnchorLink
          to="/accounts/$accountId/integrations/$clientId/deliveries/$deliveryId"
          params={{ ...params, deliveryId: one.delivery_id }}
          fw={550}
        >
          {t(`hooks:hook.${one.hook}`)}
        </AnchorLink>
        <Badge tone={deliveryTones[one.state]}>{t(`hooks:state.${one.state}`)}</Badge>
        {one.test && <Badge tone="calm">{t('hooks:test.badge')}</Badge>}
      </Group>
      <Text size="sm" c="dimmed">
        <span className="mono">{hostOf(one.url)}</span>
        {' · '}
        {one.test && t('hooks:test.account')}
        {!one.test &&
          one.account_id === filter.account &&
          (one.account_name ?? t('hooks:account', { id: one.account_id }))}
        {!one.test && one.account_id !== filter.account && (
          <AnchorLink to={from} params={params} search={{ ...filter, account: one.account_id }} underline="always">
            {one.account_name ?? t('hooks:account', { id: one.account_id })}
          </AnchorLink>
        )}
        {' · '}
        {one.tries > 0 && t('hooks:tries', { count: one.tries })}
        {one.tries > 0 && ' · '}
        {[deliveryOutcomeText(t, { status: one.last_status, failure: one.last_failure })]
          .filter(Boolean)
          .map((words) => `${words} · `)}
        <Time at={one.finished_at ?? one.created_at} />
      </Text>
    </li>
  );
}

function hostOf(url: string): string {
  return new URL(url).host;
}
