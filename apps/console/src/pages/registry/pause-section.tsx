import { Button, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { pathOf } from '@pristan/wire';
import { queries, type Integration } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useConfirmed } from '../../ui/use-confirmed.ts';
import { Refusal } from '../../ui/refusal.tsx';

/** Pauses the integration in all accounts, after a confirmation, and resumes it unchanged. */
export function PauseSection({ integration }: { readonly integration: Integration }) {
  const { t } = useTexts();
  const { account_id: accountId, client_id: clientId, name } = integration;
  const { enabled } = useSuspenseQuery(queries.reach(String(accountId), clientId)).data;
  const params = { account_id: accountId, client_id: clientId };
  const toggle = useWrite(
    (send, state: Integration['state']) => send('switch_integration', { params, body: { state } }),
    pathOf('list_integrations', params),
  );
  const off = useConfirmed(toggle);
  const isOn = integration.state === 'active';
  return (
    <section className="sheet" aria-labelledby="switch">
      <Title order={2} id="switch">
        {t('registry:switch.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm" maw="64ch">
        {t('registry:switch.means')}
      </Text>
      <Button
        variant={isOn ? 'outline' : 'default'}
        {...(isOn ? { color: 'bad' } : {})}
        onClick={() => (isOn ? off.ask('stopped') : toggle.mutate('active'))}
        loading={toggle.isPending}
      >
        {t(isOn ? 'registry:switch.off' : 'registry:switch.on')}
      </Button>
      {!off.dialog.opened && <Refusal error={toggle.error} />}
      <ConfirmDialog {...off.dialog} title={t('registry:switch.asked', { name })} action={t('registry:switch.off')}>
        <ul className="consequences">
          <li>
            {enabled === 0 ? t('registry:switch.reaches-none') : t('registry:switch.reaches', { count: enabled })}
          </li>
          <li>{t('registry:switch.closed')}</li>
          <li>{t('registry:switch.again')}</li>
        </ul>
      </ConfirmDialog>
    </section>
  );
}
