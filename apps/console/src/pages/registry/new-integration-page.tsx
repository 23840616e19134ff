import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { pathOf } from '@pristan/wire';
import type { BodyOf } from '@pristan/wire/api';
import { useState, type FormEvent } from 'react';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { fieldError, formError } from '../../ui/field-errors.ts';
import { Heading } from '../../ui/heading.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { AnchorLink } from '../../ui/links.tsx';

const fields = ['name', 'redirect_uri', 'kind'] as const;

/** Form that creates an integration from its name, redirect URI and kind; everything else is set later. */
export function NewIntegrationPage() {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { accountId } = useParams({ from: '/accounts/$accountId/integrations/new' });
  const [form, setForm] = useState<BodyOf<'create_integration'>>({ name: '', redirect_uri: '', kind: 'private' });
  const params = { account_id: accountId };
  const create = useWrite(
    (send, body: BodyOf<'create_integration'>) => send('create_integration', { params, body }),
    pathOf('list_integrations', params),
  );

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const created = await create.mutateAsync(form).catch(() => undefined);
    if (created === undefined) return;
    const { client_id: clientId } = created.integration;
    await navigate({ to: '/accounts/$accountId/integrations/$clientId/guide', params: { accountId, clientId } });
  }

  return (
    <Stack gap="lg" maw={560}>
      <AnchorLink to="/accounts/$accountId/integrations" params={{ accountId }} size="sm">
        {t('registry:own.title')}
      </AnchorLink>
      <Heading title={t('registry:create.title')} lead={t('registry:create.lead')} />
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <TextInput
            label={t('registry:field.name.label')}
            description={t('registry:field.name.what')}
            value={form.name}
            onChange={({ currentTarget }) => setForm({ ...form, name: currentTarget.value })}
            error={fieldError(create.error, 'name')}
            required
          />
          <TextInput
            label={t('registry:field.redirect_uri.label')}
            description={t('registry:field.redirect_uri.what')}
            placeholder="https://shop.example/callback"
            type="url"
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--code)' } }}
            value={form.redirect_uri}
            onChange={({ currentTarget }) => setForm({ ...form, redirect_uri: currentTarget.value })}
            error={fieldError(create.error, 'redirect_uri')}
            required
          />
          <KindChoice
            kind={form.kind}
            onChange={(kind) => setForm({ ...form, kind })}
            error={fieldError(create.error, 'kind')}
          />
          <Refusal error={formError(create.error, fields)} />
          <Group>
            <Button type="submit" loading={create.isPending}>
              {t('registry:create.do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Stack>
  );
}

type Kind = BodyOf<'create_integration'>['kind'];

function KindChoice(props: {
  readonly kind: Kind;
  readonly onChange: (kind: Kind) => void;
  readonly error: ReturnType<typeof fieldError>;
}) {
  const { t } = useTexts();
  return (
    <Radio.Group
      label={t('registry:field.kind.label')}
      value={props.kind}
      onChange={(kind) => props.onChange(kind === 'public' ? kind : 'private')}
      error={props.error}
    >
      <Stack gap="xs" mt="xs">
        <Radio value="private" label={t('registry:kind.private.name')} description={t('registry:kind.private.means')} />
        <Radio
          value="public"
          label={t('registry:kind.published.name')}
          description={t('registry:kind.unmoderated.means')}
        />
      </Stack>
    </Radio.Group>
  );
}
