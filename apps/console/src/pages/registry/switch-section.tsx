import { Button, Text, Title } from '@mantine/core';
import type { integration as schema } from '@pristan/wire/api';
import { call } from '../../api/call.ts';
import type { Integration } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Refusal } from '../../ui/refusal.tsx';

/** Off everywhere, and on again as it was. */
export function SwitchSection({ integration }: { readonly integration: Integration }) {
  const { t } = useTexts();
  const stale = `/accounts/${integration.account_id}/integrations`;
  const state = integration.state === 'active' ? 'stopped' : 'active';
  const toggle = useWrite(
    () => call<typeof schema>('PUT', `${stale}/${integration.client_id}/state`, { json: { state } }),
    stale,
  );
  return (
    <section className="sheet" aria-labelledby="switch">
      <Title order={2} id="switch">
        {t('registry:switch.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm" maw="64ch">
        {t('registry:switch.means')}
      </Text>
      <Button
        variant={state === 'stopped' ? 'outline' : 'default'}
        {...(state === 'stopped' ? { color: 'bad' } : {})}
        onClick={() => toggle.mutate(undefined)}
        loading={toggle.isPending}
      >
        {t(state === 'stopped' ? 'registry:switch.off' : 'registry:switch.on')}
      </Button>
      <Refusal error={toggle.error} />
    </section>
  );
}
