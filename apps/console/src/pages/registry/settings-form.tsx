import { Button, Checkbox, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { pathOf } from '@pristan/wire';
import type { BodyOf } from '@pristan/wire/api';
import type { FormEvent } from 'react';
import type { Integration } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { ConflictNote } from '../../draft/conflict-note.tsx';
import { UnsavedChangesGuard } from '../../draft/unsaved-changes-guard.tsx';
import { useDraft } from '../../draft/use-draft.ts';
import { useTexts } from '../../texts.ts';
import { fieldError, formError } from '../../ui/field-errors.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { scopeMeans } from './scope-means.ts';
import { scopes } from './scopes.ts';

const texts = ['name', 'redirect_uri', 'disconnect_uri'] as const;
/** Styles of URL fields: a monospaced font, since people compare URLs character by character. */
const mono = { spellCheck: false, styles: { input: { fontFamily: 'var(--code)' } } } as const;
const fields = [...texts, 'button_origins', 'scopes'] as const;

/**
 * Form for an integration’s settings. Input survives refusals and other people's changes; only changed fields are sent.
 */
export function SettingsForm({ integration }: { readonly integration: Integration }) {
  const { t } = useTexts();
  const draft = useDraft(storedOf(integration));
  const form = draft.draft.typed;
  const { account_id, client_id } = integration;
  const save = useWrite(
    (send, body: BodyOf<'edit_integration'>) => send('edit_integration', { params: { account_id, client_id }, body }),
    pathOf('list_integrations', { account_id }),
  );
  const external = integration.kind === 'external';

  function type(changed: Partial<typeof form>): void {
    save.reset();
    draft.type(changed);
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    const { disconnect_uri: disconnect, button_origins: origins, ...rest } = draft.changed;
    save.mutate(
      {
        version: draft.draft.base.version,
        ...rest,
        ...(disconnect === undefined ? {} : { disconnect_uri: disconnect === '' ? null : disconnect }),
        ...(origins === undefined ? {} : { button_origins: origins.split(/\s+/).filter((origin) => origin !== '') }),
      },
      { onSuccess: draft.drop },
    );
  }

  return (
    <form onSubmit={submit} noValidate className="sheet" aria-label={t('registry:part.settings')}>
      <UnsavedChangesGuard isDirty={draft.isDirty} />
      <Stack>
        {texts.map((name) => (
          <TextInput
            key={name}
            label={t(`registry:field.${name}.label`)}
            description={t(`registry:field.${name}.what`)}
            value={form[name]}
            onChange={({ currentTarget }) => type({ [name]: currentTarget.value })}
            error={fieldError(save.error, name)}
            disabled={external}
            {...(name === 'name' ? {} : mono)}
          />
        ))}
        <Textarea
          label={t('registry:field.button_origins.label')}
          description={t('registry:field.button_origins.what')}
          value={form.button_origins}
          onChange={({ currentTarget }) => type({ button_origins: currentTarget.value })}
          error={fieldError(save.error, 'button_origins')}
          disabled={external}
          autosize
          minRows={2}
          {...mono}
        />
        <Checkbox.Group
          label={t('registry:field.scopes.label')}
          description={t('registry:field.scopes.what')}
          value={[...form.scopes]}
          onChange={(chosen) => type({ scopes: scopes.filter((scope) => chosen.includes(scope)) })}
          error={fieldError(save.error, 'scopes')}
        >
          <Stack gap="xs" mt="xs">
            {scopes.map((scope) => (
              <Checkbox
                key={scope}
                value={scope}
                label={t(`terms:scope.${scope}.name`)}
                description={scopeMeans(t, scope)}
                disabled={external}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <ConflictNote draft={draft} label={(name) => t(`registry:field.${name}.label`)} onChosen={save.reset} />
        {draft.clash.length === 0 && <Refusal error={formError(save.error, fields)} />}
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

function storedOf(integration: Integration) {
  const { name, redirect_uri, disconnect_uri, button_origins, scopes: asked, version } = integration;
  return {
    version,
    values: {
      name,
      redirect_uri,
      disconnect_uri: disconnect_uri ?? '',
      button_origins: button_origins.join('\n'),
      scopes: scopes.filter((scope) => asked.includes(scope)) as readonly string[],
    },
  };
}
