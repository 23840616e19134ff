import { Button, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Integration } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { AddressRow } from './address-row.tsx';

/**
 * Address check: the integration’s stored URLs, and whether each answered the platform. It runs on request, and by
 * itself after a change on this page; results for former URLs disappear.
 */
export function AddressSection({ integration }: { readonly integration: Integration }) {
  const { t } = useTexts();
  const { account_id: accountId, client_id: clientId } = integration;
  const check = useWrite(
    (send, _by: 'press' | 'save') =>
      send('check_addresses', { params: { account_id: accountId, client_id: clientId } }),
    () => undefined,
  );
  const { mutate } = check;
  const addresses = addressesOf(integration);
  const said = addresses.map(({ address }) => address).join(' ');
  const before = useRef(said);
  useEffect(() => {
    if (before.current === said) return;
    before.current = said;
    mutate('save');
  }, [said, mutate]);
  const found = check.data?.addresses ?? [];
  const wrong = found.filter(({ fine }) => !fine).length;
  return (
    <section aria-labelledby="address-check" className="sheet">
      <Title order={2} id="address-check">
        {t('registry:check.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm" maw="64ch">
        {t('registry:check.what')}
      </Text>
      <Button variant="default" onClick={() => mutate('press')} loading={check.isPending}>
        {t('registry:check.do')}
      </Button>
      <Text role="status" mt={check.isIdle ? 0 : 'sm'}>
        {check.isPending && t('registry:check.looking')}
        {check.isSuccess && (wrong === 0 ? t('registry:check.all') : t('registry:check.some', { count: wrong }))}
        {/* The settings are saved; that the check was skipped is no failure. */}
        {check.isError && check.variables === 'save' && t('registry:check.skipped')}
      </Text>
      {check.variables === 'press' && <Refusal error={check.error} />}
      <ul className="rows">
        {addresses.map(({ use, address }) => (
          <AddressRow
            key={`${use} ${address}`}
            use={use}
            address={address}
            found={found.find((one) => one.use === use && one.address === address)}
          />
        ))}
      </ul>
    </section>
  );
}

/** Lists the integration’s URLs in the order of the settings form. */
function addressesOf({ redirect_uri, disconnect_uri, button_origins }: Integration) {
  return [
    { use: 'redirect', address: redirect_uri } as const,
    ...(disconnect_uri === null ? [] : [{ use: 'disconnect', address: disconnect_uri } as const]),
    ...button_origins.map((address) => ({ use: 'button_origin', address }) as const),
  ];
}
