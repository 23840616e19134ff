import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { pathOf } from '@pristan/wire';
import { queries, type Notice } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { EmptyList } from '../../ui/empty-list.tsx';
import { Heading } from '../../ui/heading.tsx';
import { AnchorLink } from '../../ui/links.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { Time } from '../../ui/time.tsx';

/** Notifications to the signed-in user; each stays until it is dismissed. */
export function NoticesPage() {
  const { t } = useTexts();
  const { notices } = useSuspenseQuery(queries.notices()).data;
  const list = useRef<HTMLDivElement>(null);
  return (
    <Stack gap="lg">
      <Heading
        title={t('accounts:notices.title')}
        lead={t('accounts:notices.lead')}
        action={<AnchorLink to="/me">{t('accounts:notices.choose')}</AnchorLink>}
      />
      <div ref={list} tabIndex={-1} aria-label={t('accounts:notices.title')} role="region" style={{ outline: 'none' }}>
        {notices.length === 0 ? (
          <EmptyList>{t('accounts:notices.none')}</EmptyList>
        ) : (
          <Stack component="ul" gap="md" className="plain-list">
            {notices.map((notice) => (
              <li key={notice.notice_id}>
                {/* The pressed button disappears with its notice; the focus moves to the list. */}
                <NoticeNote notice={notice} onDismissed={() => list.current?.focus()} />
              </li>
            ))}
          </Stack>
        )}
      </div>
    </Stack>
  );
}

function NoticeNote(props: { readonly notice: Notice; readonly onDismissed: () => void }) {
  const { t } = useTexts();
  const { notice } = props;
  const dismiss = useWrite(
    (send) => send('dismiss_notice', { params: { notice_id: notice.notice_id } }),
    pathOf('list_notices', {}),
  );

  async function press(): Promise<void> {
    const isDone = await dismiss.mutateAsync(undefined).then(
      () => true,
      () => false,
    );
    if (isDone) props.onDismissed();
  }

  return (
    <Alert role="note" color={notice.serious ? 'buoy' : 'deep'} variant="light" title={<bdi>{notice.title}</bdi>}>
      <Text maw="68ch">
        <bdi>{notice.text}</bdi>
      </Text>
      <Group mt="sm" gap="md">
        {notice.url !== null && (
          <Anchor href={notice.url} underline="always">
            {t(notice.kind === 'invited' ? 'accounts:notices.open-invitation' : 'accounts:notices.open-people')}
          </Anchor>
        )}
        <Text size="sm">
          <Time at={notice.created_at} />
        </Text>
        <Button
          variant="default"
          size="xs"
          loading={dismiss.isPending}
          onClick={() => void press()}
          aria-label={t('accounts:notices.dismiss-which', { title: notice.title })}
        >
          {t('accounts:notices.dismiss')}
        </Button>
      </Group>
      <Refusal error={dismiss.error} />
    </Alert>
  );
}
