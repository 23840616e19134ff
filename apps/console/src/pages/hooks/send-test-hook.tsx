import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { pathOf } from '@pristan/wire';
import type { BodyOf } from '@pristan/wire/api';
import { queries } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { AnchorLink } from '../../ui/links.tsx';
import { Refusal } from '../../ui/refusal.tsx';

type Hook = BodyOf<'send_test_delivery'>['hook'];

interface Place {
  readonly accountId: string;
  readonly clientId: string;
}

/** Buttons that send test hooks, each leading to its delivery; a hook without an address has a link to the setting. */
export function SendTestHook({ accountId, clientId }: Place) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { hooks } = useSuspenseQuery(queries.testable(accountId, clientId)).data;
  const own = { account_id: accountId, client_id: clientId };
  const send = useWrite(
    (send, hook: Hook) => send('send_test_delivery', { params: own, body: { hook } }),
    pathOf('list_deliveries', own),
  );
  const press = (hook: Hook): void =>
    send.mutate(hook, {
      onSuccess: ({ delivery_id: deliveryId }) =>
        void navigate({
          to: '/accounts/$accountId/integrations/$clientId/deliveries/$deliveryId',
          params: { accountId, clientId, deliveryId },
        }),
    });
  return (
    <section aria-labelledby="send-test" className="sheet">
      <Title order={2} id="send-test">
        {t('hooks:test.title')}
      </Title>
      <Text c="dimmed" size="sm" maw="64ch">
        {t('hooks:test.what')}
      </Text>
      <Stack gap="sm" mt="sm">
        {hooks.map(({ hook, url }) => (
          <Group key={hook} gap="sm">
            <Button
              variant="default"
              disabled={url === null}
              onClick={() => press(hook)}
              loading={send.isPending && send.variables === hook}
            >
              {t(`hooks:test.send.${hook}`)}
            </Button>
            <Text size="sm" component="span" className={url === null ? undefined : 'mono'}>
              {url ?? <NoAddress accountId={accountId} clientId={clientId} />}
            </Text>
          </Group>
        ))}
        <Refusal error={send.error} />
      </Stack>
    </section>
  );
}

function NoAddress(params: Place) {
  const { t } = useTexts();
  return (
    <>
      {t('hooks:test.no-address')}{' '}
      <AnchorLink to="/accounts/$accountId/integrations/$clientId" params={params} underline="always">
        {t('hooks:test.enter')}
      </AnchorLink>
    </>
  );
}
