import { Button, Checkbox, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { integration as schema } from '@pristan/wire/api';
import { useState, type FormEvent } from 'react';
import { call } from '../../api/call.ts';
import type { Integration } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { fieldError, formError } from '../../ui/field-errors.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { scopes } from './scopes.ts';

const texts = ['name', 'redirect_uri', 'disconnect_uri'] as const;
const fields = [...texts, 'button_origins', 'scopes'] as const;

/** What is typed stays typed, whatever is answered. */
export function SettingsForm({ integration }: { readonly integration: Integration }) {
  const { t } = useTexts();
  const [form, setForm] = useState(() => formOf(integration));
  const path = `/accounts/${integration.account_id}/integrations/${integration.client_id}`;
  const save = useWrite(
    (json: object) => call<typeof schema>('PATCH', path, { json: { ...json, version: integration.version } }),
    `/accounts/${integration.account_id}/integrations`,
  );
  const external = integration.kind === 'external';

  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate({
      ...form,
      disconnect_uri: form.disconnect_uri === '' ? null : form.disconnect_uri,
      button_origins: form.button_origins.split(/\s+/).filter((origin) => origin !== ''),
    });
  }

  return (
    <form onSubmit={submit} noValidate className="sheet" aria-label={t('registry:part.settings')}>
      <Stack>
        {texts.map((name) => (
          <TextInput
            key={name}
            label={t(`registry:field.${name}.label`)}
            description={t(`registry:field.${name}.what`)}
            value={form[name]}
            onChange={({ currentTarget }) => setForm({ ...form, [name]: currentTarget.value })}
            error={fieldError(save.error, name)}
            disabled={external}
          />
        ))}
        <Textarea
          label={t('registry:field.button_origins.label')}
          description={t('registry:field.button_origins.what')}
          value={form.button_origins}
          onChange={({ currentTarget }) => setForm({ ...form, button_origins: currentTarget.value })}
          error={fieldError(save.error, 'button_origins')}
          disabled={external}
          autosize
          minRows={2}
          styles={{ input: { fontFamily: 'var(--code)' } }}
        />
        <Checkbox.Group
          label={t('registry:field.scopes.label')}
          description={t('registry:field.scopes.what')}
          value={form.scopes}
          onChange={(chosen) => setForm({ ...form, scopes: chosen })}
          error={fieldError(save.error, 'scopes')}
        >
          <Stack gap="xs" mt="xs">
            {scopes.map((scope) => (
              <Checkbox
                key={scope}
                value={scope}
                label={t(`registry:scope.${scope}.name`)}
                description={t(`registry:scope.${scope}.means`)}
                disabled={external}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <Refusal error={formError(save.error, fields)} />
        {external ? (
          <Text c="dimmed">{t('registry:external-fixed')}</Text>
        ) : (
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t('registry:save')}
            </Button>
            <Text role="status" c="var(--good)">
              {save.isSuccess && t('registry:saved')}
            </Text>
          </Group>
        )}
      </Stack>
    </form>
  );
}

function formOf(integration: Integration) {
  const { name, redirect_uri, disconnect_uri, button_origins, scopes: asked } = integration;
  return {
    name,
    redirect_uri,
    disconnect_uri: disconnect_uri ?? '',
    button_origins: button_origins.join('\n'),
    scopes: [...asked],
  };
}
