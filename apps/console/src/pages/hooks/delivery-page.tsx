import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { delivery, deliveryWithAttempts } from '@pristan/wire/api';
import type { z } from 'zod';
import { call } from '../../api/call.ts';
import { ask } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { Time } from '../../ui/time.tsx';
import { outcomeWords } from './outcome.ts';
import { stateTones } from './tones.ts';
import { AnchorLink } from '../../ui/links.tsx';

/** Between two looks at what is on its way. */
const WATCH_MS = 700;
/** What is tried within this time, or is being tried, is watched; what is tried again in minutes or hours is not. */
const SOON_MS = 60_000;

type Attempt = z.output<typeof deliveryWithAttempts>['attempts'][number];

/** While a try is under way, `due_at` is when it would be given up for lost: well within the time. */
function goesSoon({ test, finished_at, due_at }: z.output<typeof delivery>): boolean {
  return finished_at === null && (test || due_at === null || due_at * 1000 - Date.now() < SOON_MS);
}

/** One delivery with every try: what was sent, what was answered, and the press that sends it again. */
export function DeliveryPage() {
  const { t } = useTexts();
  const { accountId, clientId, deliveryId } = useParams({
    from: '/accounts/$accountId/integrations/$clientId/deliveries/$deliveryId',
  });
  const one = useSuspenseQuery({
    ...ask.delivery(accountId, clientId, deliveryId),
    refetchInterval: ({ state: { data } }) => (data !== undefined && goesSoon(data) ? WATCH_MS : false),
  }).data;
  const all = `/accounts/${accountId}/integrations/${clientId}/deliveries`;
  const resend = useWrite(() => call<typeof delivery>('POST', `${all}/${deliveryId}/resend`), all);
  return (
    <Stack gap="lg">
      <AnchorLink
        to="/accounts/$accountId/integrations/$clientId/deliveries"
        params={{ accountId, clientId }}
        size="sm"
      >
        {t('hooks:all')}
      </AnchorLink>
      <Group justify="space-between">
        <Group gap="sm">
          <Title order={2}>{t(`hooks:hook.${one.hook}`)}</Title>
          <span role="status">
            <Badge tone={stateTones[one.state]}>{t(`hooks:state.${one.state}`)}</Badge>
          </span>
          {one.test && <Badge tone="calm">{t('hooks:test.badge')}</Badge>}
        </Group>
        {one.resendable && (
          <Button variant="default" onClick={() => resend.mutate(undefined)} loading={resend.isPending}>
            {t('hooks:resend')}
          </Button>
        )}
      </Group>
      <Refusal error={resend.error} />
      {one.test && (
        <Text c="dimmed" maw="68ch">
          {t(`hooks:test.about.${one.hook}`)}
        </Text>
      )}
      <div className="sheet">
        <dl className="facts">
          <dt>{t('hooks:fact.url')}</dt>
          <dd className="mono">{one.url}</dd>
          <dt>{t('hooks:fact.id')}</dt>
          <dd className="mono">{one.delivery_id}</dd>
          <dt>{t('hooks:fact.account')}</dt>
          <dd>{one.test ? t('hooks:test.account-id', { id: one.account_id }) : one.account_id}</dd>
          <dt>{t('hooks:fact.created')}</dt>
          <dd>
            <Time at={one.created_at} />
          </dd>
          {one.due_at !== null && (
            <>
              <dt>{t('hooks:fact.due')}</dt>
              <dd>
                <Time at={one.due_at} />
              </dd>
            </>
          )}
        </dl>
      </div>
      {one.attempts.map((attempt) => (
        <Try key={attempt.number} {...attempt} />
      ))}
    </Stack>
  );
}

function Try(attempt: Attempt) {
  const { t } = useTexts();
  const { request, answer } = attempt;
  const id = `try-${attempt.number}`;
  return (
    <section aria-labelledby={id}>
      <Title order={3} id={id}>
        {t('hooks:try', { number: attempt.number })}
      </Title>
      <Text c="dimmed" mb="xs">
        <Time at={attempt.started_at} />
        {' · '}
        {attempt.finished_at === null ? t('hooks:under-way') : outcomeWords(t, attempt)}
        {attempt.took_ms !== null && ' · '}
        {attempt.took_ms !== null && t('hooks:took', { ms: attempt.took_ms })}
      </Text>
      {request !== null && (
        <details>
          <summary>{t('hooks:request')}</summary>
          <pre className="message" tabIndex={0} role="region" aria-label={t('hooks:request')}>
            {[
              `${request.method} ${request.url}`,
              ...Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`),
              ...(request.body === null ? [] : ['', request.body]),
            ].join('\n')}
          </pre>
        </details>
      )}
      {answer !== null && answer !== '' && (
        <details>
          <summary>{t('hooks:answer')}</summary>
          <pre className="message" tabIndex={0} role="region" aria-label={t('hooks:answer')}>
            {answer}
          </pre>
        </details>
      )}
    </section>
  );
}
