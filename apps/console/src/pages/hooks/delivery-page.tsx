import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { pathOf } from '@pristan/wire';
import type { AnswerOf } from '@pristan/wire/api';
import { queries } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { Time } from '../../ui/time.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { asCurl } from './as-curl.ts';
import { isDueSoon } from './is-due-soon.ts';
import { deliveryOutcomeText } from './outcome.ts';
import { deliveryTones } from './delivery-tones.ts';
import { AnchorLink } from '../../ui/links.tsx';

/** Refresh interval of the page while its delivery is about to change. */
const WATCH_MS = 700;

type Attempt = AnswerOf<'read_delivery'>['attempts'][number];

/** One delivery with every attempt, its request and response, and the button that resends it. */
export function DeliveryPage() {
  const { t } = useTexts();
  const { accountId, clientId, deliveryId } = useParams({
    from: '/accounts/$accountId/integrations/$clientId/deliveries/$deliveryId',
  });
  const one = useSuspenseQuery({
    ...queries.delivery(accountId, clientId, deliveryId),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isDueSoon(data) ? WATCH_MS : false),
  }).data;
  const own = { account_id: accountId, client_id: clientId };
  const resend = useWrite(
    (send) => send('resend_delivery', { params: { ...own, delivery_id: deliveryId } }),
    pathOf('list_deliveries', own),
  );
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
            <Badge tone={deliveryTones[one.state]}>{t(`hooks:state.${one.state}`)}</Badge>
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
      {one.overtaken_by !== null && <Text maw="68ch">{t(`hooks:overtaken.${one.overtaken_by}`)}</Text>}
      {one.test && (
        <Text c="dimmed" maw="68ch">
          {t(`hooks:test.about.${one.hook}`)}
        </Text>
      )}
      <DeliveryFacts delivery={one} />
      {one.attempts.length === 0 && <Text c="dimmed">{t('hooks:no-tries')}</Text>}
      {one.attempts.map((attempt, place) => (
        <Try key={attempt.number} attempt={attempt} isNewest={place === 0} />
      ))}
    </Stack>
  );
}

/** Address, account and times of a delivery, and whether it can be sent again. */
function DeliveryFacts({ delivery: one }: { readonly delivery: AnswerOf<'read_delivery'> }) {
  const { t } = useTexts();
  return (
    <div className="sheet">
      <dl className="facts">
        <dt>{t('hooks:fact.url')}</dt>
        <dd className="mono">{one.url}</dd>
        <dt>{t('hooks:fact.id')}</dt>
        <dd className="mono">{one.delivery_id}</dd>
        <dt>{t('hooks:fact.account')}</dt>
        <dd>
          {one.account_name !== null && (
            <>
              <bdi>{one.account_name}</bdi>
              {' · '}
            </>
          )}
          {one.test ? t('hooks:test.account-id', { id: one.account_id }) : one.account_id}
        </dd>
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
        {one.finished_at !== null && (
          <>
            <dt>{t('hooks:fact.finished')}</dt>
            <dd>
              <Time at={one.finished_at} />
            </dd>
          </>
        )}
      </dl>
      {one.overtaken_by === null && (
        <Text c="dimmed" size="sm" mt="sm">
          {t(`hooks:again.${one.resendable ? 'means' : one.finished_at === null ? 'pending' : 'never'}`)}
        </Text>
      )}
    </div>
  );
}

/** One delivery attempt; request and response are expanded for the newest attempt, collapsed for older ones. */
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
        {attempt.finished_at === null ? t('hooks:under-way') : deliveryOutcomeText(t, attempt)}
        {attempt.took_ms !== null && ' · '}
        {attempt.took_ms !== null && t('hooks:took', { ms: attempt.took_ms })}
      </Text>
      {request !== null && (
        <Group gap="xs" mb="xs">
          <CopyButton value={asCurl(request)} label={t('hooks:copy-curl', { number: attempt.number })} />
          {answer !== '' && <CopyButton value={answer} label={t('hooks:copy-answer', { number: attempt.number })} />}
        </Group>
      )}
      <Text size="sm" c="dimmed">
        {t(request === null ? 'hooks:unsent' : 'hooks:masked')}
      </Text>
      {request !== null && (
        <Message part={t('hooks:request')} number={attempt.number} isOpen={isNewest}>
          {messageText(`${request.method} ${request.url}`, request.headers, request.body)}
        </Message>
      )}
      {answer !== '' && (
        <Message part={t('hooks:answer')} number={attempt.number} isOpen={isNewest}>
          {answer}
        </Message>
      )}
      {attempt.answer === '' && (
        <Text size="sm" c="dimmed">
          {t('hooks:empty')}
        </Text>
      )}
      {attempt.unknown_charset !== null && (
        <Text size="sm" c="dimmed">
          {t('hooks:charset', { name: attempt.unknown_charset })}
        </Text>
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

/**
 * Formats an attempt’s response as text; empty without a response. Attempts from before headers were stored show only
 * status line and body.
 */
function answerText({ answer, answer_headers: headers, status, status_text: words }: Attempt): string {
  if (status === null) return '';
  return messageText(
    `HTTP ${status}${words === null ? '' : ` ${words}`}`,
    headers ?? {},
    answer === '' ? null : answer,
  );
}

/** Formats an HTTP message: first line, headers, blank line, body. */
function messageText(firstLine: string, headers: Readonly<Record<string, string>>, body: string | null): string {
  const head = [firstLine, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  return [...head, ...(body === null ? [] : ['', body])].join('\n');
}
