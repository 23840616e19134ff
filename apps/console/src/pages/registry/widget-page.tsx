import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { pathOf } from '@pristan/wire';
import type { RefObject } from 'react';
import { useRef } from 'react';
import { queries } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { serverPaths } from '../../paths.ts';
import { useTexts } from '../../texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useConfirmed } from '../../ui/use-confirmed.ts';
import { EmptyList } from '../../ui/empty-list.tsx';
import { WidgetRow } from './widget-row.tsx';
import { WidgetUpload } from './widget-upload.tsx';

/** Page of a widget: its versions, newest first, with the published one marked, and the upload of the next version. */
export function WidgetPage() {
  const { t } = useTexts();
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/widget' });
  const { versions } = useSuspenseQuery(queries.widgets(accountId, clientId)).data;
  const params = { account_id: accountId, client_id: clientId };
  const heading = useRef<HTMLHeadingElement>(null);
  const choose = useConfirmed(
    useWrite(
      (send, number: number | null) => send('choose_widget', { params, body: { number } }),
      pathOf('read_integration', params),
    ),
  );
  const live = versions.find((version) => version.live);
  return (
    <Stack gap="lg">
      <WidgetUpload accountId={accountId} clientId={clientId} />
      <section aria-labelledby="versions">
        <Title order={2} id="versions" mb="sm" ref={heading} tabIndex={-1}>
          {t('widget:versions')}
        </Title>
        {versions.length === 0 ? (
          <EmptyList>{t('widget:none')}</EmptyList>
        ) : (
          <Stack gap="sm">
            <Text c="dimmed" role="status">
              {live === undefined ? t('widget:live.none') : t('widget:live.is', { number: live.number })}
            </Text>
            {live !== undefined && (
              <Group>
                <Button component="a" href={serverPaths.install(accountId, clientId)} variant="default">
                  {t('widget:install')}
                </Button>
              </Group>
            )}
            <ul className="rows sheet">
              {versions.map((version) => (
                <WidgetRow
                  key={version.number}
                  accountId={accountId}
                  clientId={clientId}
                  version={version}
                  onChoose={choose.ask}
                />
              ))}
            </ul>
          </Stack>
        )}
      </section>
      <ChooseDialog choose={choose} back={heading} live={live?.number} />
    </Stack>
  );
}

/** Asks before another version, or none, becomes the published one. */
function ChooseDialog({
  choose,
  back,
  live,
}: {
  readonly choose: Pick<ReturnType<typeof useConfirmed<unknown, number | null>>, 'asked' | 'dialog'>;
  readonly back: RefObject<HTMLHeadingElement | null>;
  readonly live: number | undefined;
}) {
  const { t } = useTexts();
  if (choose.asked === null)
    return (
      <ConfirmDialog {...choose.dialog} back={back} title={t('widget:live.off-title')} action={t('widget:live.off')}>
        <Text>{t('widget:live.off-means')}</Text>
      </ConfirmDialog>
    );
  return (
    <ConfirmDialog
      {...choose.dialog}
      back={back}
      title={t('widget:live.on-title', { number: choose.asked ?? 0 })}
      action={t('widget:live.on')}
      harmless
    >
      <Text>
        {live === undefined
          ? t('widget:live.first-means')
          : t('widget:live.next-means', { number: choose.asked ?? 0, before: live })}
      </Text>
    </ConfirmDialog>
  );
}
