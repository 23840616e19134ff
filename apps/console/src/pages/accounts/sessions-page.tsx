import { Button, Group, Stack, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { pathOf } from '@pristan/wire';
import { queries, type SignedInSession } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { serverPaths } from '../../paths.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Heading } from '../../ui/heading.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { Time } from '../../ui/time.tsx';

/**
 * Lists the active sessions of the signed-in user, the present one first; each can be signed out, or all others
 * together.
 */
export function SessionsPage() {
  const { t } = useTexts();
  const { sessions } = useSuspenseQuery(queries.sessions()).data;
  const [done, setDone] = useState('');
  const status = useRef<HTMLDivElement>(null);
  const others = useWrite((send) => send('end_other_sessions'), pathOf('list_sessions', {}));
  const sorted = [...sessions.filter(({ current }) => current), ...sessions.filter(({ current }) => !current)];
  const tell = (words: string): void => {
    setDone(words);
    // The pressed button is gone: the focus moves to the status message.
    status.current?.focus();
  };
  return (
    <Stack gap="lg">
      <div>
        <Heading title={t('accounts:sessions.title')} lead={t('accounts:sessions.lead')} />
        <div role="status" ref={status} tabIndex={-1} style={{ outline: 'none' }}>
          {done !== '' && (
            <Text className="done" mt="lg">
              {done}
            </Text>
          )}
        </div>
      </div>
      <ul className="rows sheet">
        {sorted.map((one) => (
          <SessionRow key={one.session_id} session={one} onEnded={tell} />
        ))}
      </ul>
      {sessions.some(({ current }) => !current) && (
        <Group>
          <Button
            variant="default"
            loading={others.isPending}
            onClick={() => others.mutate(undefined, { onSuccess: () => tell(t('accounts:sessions.done.others')) })}
          >
            {t('accounts:sessions.sign-out-others')}
          </Button>
        </Group>
      )}
      <Refusal error={others.error} />
    </Stack>
  );
}

function SessionRow(props: { readonly session: SignedInSession; readonly onEnded: (words: string) => void }) {
  const { t } = useTexts();
  const { session_id: id, address, current, created_at: since, last_seen_at: lastSeen } = props.session;
  const browser = props.session.browser === '' ? t('accounts:sessions.unknown-browser') : props.session.browser;
  const end = useWrite(
    (send) => send('end_session', { params: { session_id: id } }),
    current ? () => window.location.assign(serverPaths.signIn) : '/sessions',
  );
  return (
    <li>
      <Group justify="space-between" gap="sm">
        <div className="who">
          <Group gap="xs">
            <Text fw={550}>
              <bdi>{browser}</bdi>
            </Text>
            {current && <Badge tone="good">{t('accounts:sessions.this-one')}</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            <bdi className="mono">{address}</bdi>
            {' · '}
            {t('accounts:sessions.last-seen')} <Time at={lastSeen} />
            {' · '}
            {t('accounts:sessions.since')} <Time at={since} />
          </Text>
        </div>
        <Button
          variant="default"
          size="xs"
          loading={end.isPending}
          {...(current ? {} : { 'aria-label': t('accounts:sessions.sign-out-which', { browser, address }) })}
          onClick={() =>
            end.mutate(undefined, { onSuccess: () => props.onEnded(t('accounts:sessions.done.one', { browser })) })
          }
        >
          {t(current ? 'accounts:sessions.sign-out-here' : 'accounts:sessions.sign-out')}
        </Button>
      </Group>
      <Refusal error={end.error} />
    </li>
  );
}
