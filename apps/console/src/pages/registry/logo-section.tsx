import { Avatar, Button, FileButton, Group, Text, Title } from '@mantine/core';
import type { integration as schema } from '@pristan/wire/api';
import { call } from '../../api/call.ts';
import type { Integration } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Refusal } from '../../ui/refusal.tsx';

/** The logo as it is kept, 400×272, and the file that replaces it. */
export function LogoSection({ integration }: { readonly integration: Integration }) {
  const { t } = useTexts();
  const stale = `/accounts/${integration.account_id}/integrations`;
  const path = `${stale}/${integration.client_id}/logo`;
  const upload = useWrite((file: File) => call<typeof schema>('PUT', path, { bytes: file, type: file.type }), stale);
  const remove = useWrite(() => call<typeof schema>('DELETE', path), stale);
  return (
    <section className="sheet" aria-labelledby="logo">
      <Title order={2} id="logo">
        {t('registry:logo.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm">
        {t('registry:logo.what')}
      </Text>
      <Group>
        <Avatar src={integration.logo_url} name={integration.name} alt="" radius={8} w={200} h={136} />
        <FileButton
          accept="image/png,image/jpeg,image/gif"
          onChange={(file) => {
            if (file !== null) upload.mutate(file);
          }}
        >
          {(props) => (
            <Button {...props} variant="default" loading={upload.isPending}>
              {t('registry:logo.choose')}
            </Button>
          )}
        </FileButton>
        {integration.logo_url !== null && (
          <Button variant="outline" color="bad" onClick={() => remove.mutate(undefined)} loading={remove.isPending}>
            {t('registry:logo.remove')}
          </Button>
        )}
      </Group>
      <Refusal error={upload.error ?? remove.error} />
    </section>
  );
}
