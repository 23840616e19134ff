import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { pathOf } from '@pristan/wire';
import { useState, type FormEvent } from 'react';
import type { Integration, TextList } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { ConflictNote } from '../../draft/conflict-note.tsx';
import type { DraftForm } from '../../draft/use-draft.ts';
import { useTexts } from '../../texts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { fieldError, formError } from '../../ui/field-errors.ts';
import { languageName } from '../../ui/language-name.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { TextPreview } from './text-preview.tsx';

const fields = ['summary', 'description'] as const;

export type TextValues = Readonly<Record<(typeof fields)[number], string>>;

/** Form for an integration’s description in one language: edit, preview, save, remove. */
export function TextForm(props: {
  readonly integration: Integration;
  readonly list: TextList;
  readonly language: TextList['main_language'];
  readonly draft: DraftForm<TextValues>;
}) {
  const { t, language: reader } = useTexts();
  const { integration, list, language, draft } = props;
  const form = draft.draft.typed;
  const isStored = list.texts.some((text) => text.language === language);
  const [removing, setRemoving] = useState(false);
  const own = { account_id: integration.account_id, client_id: integration.client_id };
  const save = useWrite(
    (send) => send('keep_text', { params: { ...own, language }, body: { ...form, version: draft.draft.base.version } }),
    pathOf('list_integrations', own),
  );
  const preview = useWrite(
    (send) => send('preview_text', { params: own, body: { ...form, language } }),
    () => undefined,
  );
  const error = save.error ?? preview.error;

  function type(changed: Partial<typeof form>): void {
    draft.type(changed);
    preview.reset();
    save.reset();
  }
  function forget(): void {
    draft.drop();
    preview.reset();
    save.reset();
  }
  function show(): void {
    save.reset();
    preview.mutate(undefined);
  }
  function submit(event: FormEvent): void {
    event.preventDefault();
    preview.reset();
    // After a save the form shows the text as stored: trimmed, without scripts and pictures.
    save.mutate(undefined, { onSuccess: draft.drop });
  }

  return (
    <form onSubmit={submit} noValidate aria-label={languageName(language, reader)}>
      <Stack>
        <TextFields language={language} typed={form} error={error} onType={type} />
        <ConflictNote draft={draft} label={(name) => t(`registry:field.${name}.label`)} onChosen={save.reset} />
        {draft.clash.length === 0 && <Refusal error={formError(error, fields)} />}
        <Group>
          <Button type="submit" loading={save.isPending}>
            {t('registry:texts.save')}
          </Button>
          <Button variant="default" loading={preview.isPending} onClick={show}>
            {t('registry:texts.preview.do')}
          </Button>
          {isStored && language !== list.main_language && (
            <Button variant="outline" color="bad" onClick={() => setRemoving(true)}>
              {t('registry:texts.remove.do')}
            </Button>
          )}
          <Text role="status" c="var(--good)">
            {save.isSuccess && t('registry:texts.saved')}
          </Text>
        </Group>
        {preview.data !== undefined && (
          <TextPreview integration={integration} preview={preview.data} language={language} />
        )}
      </Stack>
      <RemoveDialog {...props} opened={removing} onRemoved={forget} onClose={() => setRemoving(false)} />
    </form>
  );
}

function TextFields(props: {
  readonly language: TextList['main_language'];
  readonly typed: TextValues;
  readonly error: Error | null;
  readonly onType: (changed: Partial<TextValues>) => void;
}) {
  const { t } = useTexts();
  const { language, typed, error, onType } = props;
  return (
    <>
      <TextInput
        label={t('registry:field.summary.label')}
        description={t('registry:field.summary.what')}
        lang={language}
        value={typed.summary}
        onChange={({ currentTarget }) => onType({ summary: currentTarget.value })}
        error={fieldError(error, 'summary')}
      />
      <Textarea
        label={t('registry:field.description.label')}
        description={t('registry:field.description.what')}
        lang={language}
        value={typed.description}
        onChange={({ currentTarget }) => onType({ description: currentTarget.value })}
        error={fieldError(error, 'description')}
        autosize
        minRows={4}
        maxRows={16}
      />
    </>
  );
}

/** Asks before the description in one language is removed. */
function RemoveDialog(props: {
  readonly integration: Integration;
  readonly list: TextList;
  readonly language: TextList['main_language'];
  readonly opened: boolean;
  readonly onRemoved: () => void;
  readonly onClose: () => void;
}) {
  const { t, language: reader } = useTexts();
  const { integration, list, language } = props;
  const own = { account_id: integration.account_id, client_id: integration.client_id };
  const remove = useWrite(
    (send) => send('remove_text', { params: { ...own, language }, query: { version: list.version } }),
    pathOf('list_integrations', own),
  );
  return (
    <ConfirmDialog
      opened={props.opened}
      title={t('registry:texts.remove.title', { language: languageName(language, reader) })}
      action={t('registry:texts.remove.act')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            props.onClose();
            props.onRemoved();
          },
        })
      }
      onClose={() => {
        remove.reset();
        props.onClose();
      }}
    >
      <Text>{t('registry:texts.remove.means', { language: languageName(list.main_language, reader) })}</Text>
    </ConfirmDialog>
  );
}
