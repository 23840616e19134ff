import { Button, Group, Stack, Text } from '@mantine/core';
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
import { SettingControl } from './setting-control.tsx';
import { sentSettings, settingNames, settingValues } from './settings-values.ts';

/**
 * Form for an integration’s settings. Input survives refusals and other people's changes; only changed fields are sent.
 */
export function SettingsForm({ integration }: { readonly integration: Integration }) {
  const { t } = useTexts();
  const draft = useDraft({ version: integration.version, values: settingValues(integration) });
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
    save.mutate({ version: draft.draft.base.version, ...sentSettings(draft.changed) }, { onSuccess: draft.drop });
  }

  return (
    <form onSubmit={submit} noValidate className="sheet" aria-label={t('registry:part.settings')}>
      <UnsavedChangesGuard isDirty={draft.isDirty} />
      <Stack>
        {settingNames.map((name) => (
          <SettingControl
            key={name}
            name={name}
            value={form[name]}
            error={fieldError(save.error, name)}
            disabled={external}
            onChange={(value) => type({ [name]: value })}
          />
        ))}
        <ConflictNote draft={draft} label={(name) => t(`registry:field.${name}.label`)} onChosen={save.reset} />
        {draft.clash.length === 0 && <Refusal error={formError(save.error, settingNames)} />}
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
