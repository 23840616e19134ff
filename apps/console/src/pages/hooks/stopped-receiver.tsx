import { Alert, Button, Text } from '@mantine/core';
import type { deliveryList } from '@pristan/wire/api';
import type { z } from 'zod';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { Time } from '../../ui/time.tsx';

/** Addresses disabled after a response of 410, each with a button that enables the address again. */
export function StoppedReceivers({
  params,
  receivers,
}: {
  readonly params: { readonly accountId: string; readonly clientId: string };
  readonly receivers: z.output<typeof deliveryList>['stopped_receivers'];
}) {
  const { t } = useTexts();
  const integration = `/accounts/${params.accountId}/integrations/${params.clientId}`;
  const enable = useWrite(
    (send, url: string) => send('POST', `${integration}/stopped-receivers/enable`, { json: { url } }),
    `${integration}/deliveries`,
  );
  return (
    <>
      <div role="status">
        {enable.isSuccess && <Text className="done">{t('hooks:stopped.done', { url: enable.variables })}</Text>}
      </div>
      {receivers.map(({ url, stopped_at: at }) => (
        <Alert key={url} role="note" color="buoy" variant="light" title={t('hooks:stopped.title')}>
          <Text size="sm">
            <span className="mono">{url}</span> · <Time at={at} />
          </Text>
          <Text size="sm" mb="xs">
            {t('hooks:stopped.what')}
          </Text>
          <Button
            variant="default"
            onClick={() => enable.mutate(url)}
            loading={enable.isPending && enable.variables === url}
          >
            {t('hooks:stopped.do')}
          </Button>
          {enable.variables === url && <Refusal error={enable.error} />}
        </Alert>
      ))}
    </>
  );
}
