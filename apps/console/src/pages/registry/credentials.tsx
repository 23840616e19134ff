import { Button, Stack, Text } from '@mantine/core';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Copyable } from '../../ui/copyable.tsx';
import { Refusal } from '../../ui/refusal.tsx';

/** The integration’s ID, and its secret key once revealed or created; the key then gets the focus. */
export function Credentials(props: {
  readonly accountId: string;
  readonly clientId: string;
  readonly secret: string | undefined;
  readonly onShown: (secret: string) => void;
}) {
  const { t } = useTexts();
  const { accountId, clientId, secret } = props;
  // The server records each reveal in the activity log, so revealing is a write.
  const reveal = useWrite(
    (send) => send('reveal_secret', { params: { account_id: accountId, client_id: clientId } }),
    ({ client_secret }) => props.onShown(client_secret),
  );
  return (
    <section className="sheet">
      <Stack>
        <Copyable label={t('registry:keys.id')} value={clientId} />
        {secret === undefined ? (
          <div>
            <Text size="sm" c="dimmed" mb="xs">
              {t('registry:keys.recorded')}
            </Text>
            <Button variant="default" onClick={() => reveal.mutate(undefined)} loading={reveal.isPending}>
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
