import { Alert, Button, Text } from '@mantine/core';
import { pathOf } from '@pristan/wire';
import type { AnswerOf } from '@pristan/wire/api';
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
  readonly receivers: AnswerOf<'list_deliveries'>['stopped_receivers'];
}) {
  const { t } = useTexts();
  const own = { account_id: params.accountId, client_id: params.clientId };
  const enable = useWrite(
    (send, url: string) => send('enable_receiver', { params: own, body: { url } }),
    pathOf('list_deliveries', own),
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
