import { Button, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { revealedSecret } from '@pristan/wire/api';
import { call } from '../../api/call.ts';
import { useTexts } from '../../texts.ts';
import { Copyable } from '../../ui/copyable.tsx';
import { Refusal } from '../../ui/refusal.tsx';

/** The id, and the secret once it was shown or made; it takes the keyboard then. */
export function ShownKeys(props: {
  readonly accountId: string;
  readonly clientId: string;
  readonly secret: string | undefined;
  readonly onShown: (secret: string) => void;
}) {
  const { t } = useTexts();
  const { accountId, clientId, secret } = props;
  const reveal = useMutation({
    mutationFn: () => call<typeof revealedSecret>('GET', `/accounts/${accountId}/integrations/${clientId}/secret`),
    onSuccess: ({ client_secret }) => props.onShown(client_secret),
  });
  return (
    <section className="sheet">
      <Stack>
        <Copyable label={t('registry:keys.id')} value={clientId} />
        {secret === undefined ? (
          <div>
            <Text size="sm" c="dimmed" mb="xs">
              {t('registry:keys.recorded')}
            </Text>
            <Button variant="default" onClick={() => reveal.mutate()} loading={reveal.isPending}>
              {t('registry:keys.reveal')}
            </Button>
          </div>
        ) : (
          <Copyable key={secret} label={t('registry:keys.secret')} value={secret} focused />
        )}
        <Refusal error={reveal.error} />
      </Stack>
    </section>
  );
}
