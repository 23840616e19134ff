import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { widgetVersionList } from '@pristan/wire/api';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { ask } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { serverPaths } from '../../paths.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { bytesWords } from '../../ui/bytes.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { Time } from '../../ui/time.tsx';
import { WidgetUpload } from './widget-upload.tsx';

/** The versions of the widget, newest first: which one accounts get, and the upload of the next one. */
export function WidgetPage() {
  const { t, language } = useTexts();
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/widget' });
  const { versions } = useSuspenseQuery(ask.widgets(accountId, clientId)).data;
  const path = `/accounts/${accountId}/integrations/${clientId}/widgets`;
  const [removing, setRemoving] = useState(false);
  const choose = useWrite(
    (number: number | null) => call<typeof widgetVersionList>('PUT', `${path}/live`, { json: { number } }),
    path,
  );
  const live = versions.find((version) => version.live);
  return (
    <Stack gap="lg">
      <WidgetUpload path={path} />
      <section aria-labelledby="versions">
        <Title order={2} id="versions" mb="sm">
          {t('widget:versions')}
        </Title>
        {versions.length === 0 ? (
          <Empty>{t('widget:none')}</Empty>
        ) : (
          <Stack gap="sm">
            <Text c="dimmed" role="status">
              {live === undefined ? t('widget:live.none') : t('widget:live.is', { number: live.number })}
            </Text>
            {!removing && <Refusal error={choose.error} />}
            <ul className="rows sheet">
              {versions.map((version) => (
                <li key={version.number}>
                  <Group justify="space-between" gap="sm">
                    <div>
                      <Group gap="xs">
                        <Text fw={550}>{t('widget:number', { number: version.number })}</Text>
                        {version.version !== null && (
                          <span className="mono">
                            <bdi>{version.version}</bdi>
                          </span>
                        )}
                        {version.live && <Badge tone="good">{t('widget:live.badge')}</Badge>}
                      </Group>
                      <Text size="sm" c="dimmed">
                        {t('widget:uploaded')} <Time at={version.created_at} />
                        {' · '}
                        {bytesWords(version.archive_bytes, language)}
                        {' · '}
                        {t('widget:files', { count: version.files })}
                        {' · '}
                        <span className="mono">{version.locales.join(', ')}</span>
                      </Text>
                    </div>
                    <Group gap="xs">
                      <Button
                        component="a"
                        href={serverPaths.widgetArchive(accountId, clientId, version.number)}
                        download
                        variant="default"
                        size="compact-md"
                        aria-label={t('widget:download.which', { number: version.number })}
                      >
                        {t('widget:download.do')}
                      </Button>
                      {version.live ? (
                        <Button variant="outline" color="bad" size="compact-md" onClick={() => setRemoving(true)}>
                          {t('widget:live.off')}
                        </Button>
                      ) : (
                        <Button
                          size="compact-md"
                          onClick={() => choose.mutate(version.number)}
                          loading={choose.isPending && choose.variables === version.number}
                          aria-label={t('widget:live.which', { number: version.number })}
                        >
                          {t('widget:live.on')}
                        </Button>
                      )}
                    </Group>
                  </Group>
                </li>
              ))}
            </ul>
          </Stack>
        )}
      </section>
      <ConfirmDialog
        opened={removing}
        title={t('widget:live.off-title')}
        action={t('widget:live.off')}
        pending={choose.isPending}
        error={choose.error}
        onConfirm={() => choose.mutate(null, { onSuccess: () => setRemoving(false) })}
        onClose={() => setRemoving(false)}
      >
        <Text>{t('widget:live.off-means')}</Text>
      </ConfirmDialog>
    </Stack>
  );
}
