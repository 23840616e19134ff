import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { delivery, deliveryWithAttempts } from '@pristan/wire/api';
import type { z } from 'zod';
import { ask } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { Time } from '../../ui/time.tsx';
import { goesSoon } from './goes-soon.ts';
import { outcomeWords } from './outcome.ts';
import { stateTones } from './tones.ts';
import { AnchorLink } from '../../ui/links.tsx';

/** Between two looks at what is on its way. */
const WATCH_MS = 700;

type Attempt = z.output<typeof deliveryWithAttempts>['attempts'][number];

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
  const resend = useWrite((send) => send<typeof delivery>('POST', `${all}/${deliveryId}/resend`), all);
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
      {one.attempts.map((attempt, place) => (
        <Try key={attempt.number} attempt={attempt} isNewest={place === 0} />
      ))}
    </Stack>
  );
}

/** One try; what was sent and answered stands open in the newest, and is folded in those before it. */
function Try({ attempt, isNewest }: { readonly attempt: Attempt; readonly isNewest: boolean }) {
  const { t } = useTexts();
  const { request } = attempt;
  const answer = answerText(attempt);
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
        <Message part={t('hooks:request')} number={attempt.number} isOpen={isNewest}>
          {[`${request.method} ${request.url}`, headersAndBody(request.headers, request.body)].join('\n')}
        </Message>
      )}
      {answer !== '' && (
        <Message part={t('hooks:answer')} number={attempt.number} isOpen={isNewest}>
          {answer}
        </Message>
      )}
    </section>
  );
}

interface Part {
  readonly part: string;
  readonly number: number;
  readonly isOpen: boolean;
  readonly children: string;
}

function Message({ part, number, isOpen, children }: Part) {
  const { t } = useTexts();
  return (
    <details open={isOpen}>
      <summary>{part}</summary>
      <pre className="message" tabIndex={0} role="region" aria-label={t('hooks:of-try', { part, number })}>
        {children}
      </pre>
    </details>
  );
}

/** Of a try from before headers were kept, the body alone. */
function answerText({ answer, answer_headers: headers }: Attempt): string {
  return headersAndBody(headers ?? {}, answer === '' ? null : answer);
}

function headersAndBody(headers: Readonly<Record<string, string>>, body: string | null): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [...lines, ...(body === null ? [] : lines.length === 0 ? [body] : ['', body])].join('\n');
}
