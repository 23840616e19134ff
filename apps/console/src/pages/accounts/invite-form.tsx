import { Button, Group, NativeSelect, Radio, Stack, TextInput, Title } from '@mantine/core';
import { pathOf } from '@pristan/wire';
import type { BodyOf } from '@pristan/wire/api';
import type { FormEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useWrite } from '../../api/write.ts';
import type { Language } from '@pristan/wire';
import { useTexts } from '../../texts.ts';
import { fieldError, formError } from '../../ui/field-errors.ts';
import { languageChoices } from '../../ui/language-choices.ts';
import { Refusal } from '../../ui/refusal.tsx';

const fields = ['email', 'name'] as const;
const roles = ['member', 'admin'] as const;

/** Form that invites a person by email; the input stays until the invitation is sent, even while the form is hidden. */
export function InviteForm(props: {
  readonly accountId: string;
  readonly shown: boolean;
  readonly onDone: (words: string) => void;
}) {
  const { t, language } = useTexts();
  const empty: Required<BodyOf<'invite'>> = { email: '', name: '', role: 'member', language };
  const [form, setForm] = useState(empty);
  const email = useRef<HTMLInputElement>(null);
  const params = { account_id: props.accountId };
  const invite = useWrite(
    (send, body: BodyOf<'invite'>) => send('invite', { params, body }),
    pathOf('list_invitations', params),
  );
  useEffect(() => {
    if (props.shown) email.current?.focus();
  }, [props.shown]);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const sent = await invite.mutateAsync(form).catch(() => undefined);
    if (sent === undefined) return;
    setForm({ ...empty, language: form.language });
    email.current?.focus();
    props.onDone(t('accounts:invite.done', { email: sent.email }));
  }

  if (!props.shown) return null;
  return (
    <form className="sheet next" onSubmit={(event) => void submit(event)} noValidate aria-labelledby="invite-title">
      <Stack maw={560}>
        <Title order={2} id="invite-title">
          {t('accounts:invite.title')}
        </Title>
        <TextInput
          ref={email}
          label={t('accounts:invite.email')}
          type="email"
          autoComplete="off"
          value={form.email}
          onChange={({ currentTarget }) => setForm({ ...form, email: currentTarget.value })}
          error={fieldError(invite.error, 'email')}
          required
        />
        <TextInput
          label={t('accounts:invite.name')}
          description={t('accounts:invite.name-what')}
          autoComplete="off"
          value={form.name}
          onChange={({ currentTarget }) => setForm({ ...form, name: currentTarget.value })}
          error={fieldError(invite.error, 'name')}
        />
        <RoleChoice role={form.role} onChange={(role) => setForm({ ...form, role })} />
        <NativeSelect
          label={t('accounts:invite.language')}
          description={t('accounts:invite.language-what')}
          value={form.language}
          onChange={({ currentTarget }) => setForm({ ...form, language: currentTarget.value as Language })}
          data={languageChoices}
        />
        <Refusal error={formError(invite.error, fields)} />
        <Group>
          <Button type="submit" loading={invite.isPending}>
            {t('accounts:invite.do')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Role = (typeof roles)[number];

function RoleChoice({ role, onChange }: { readonly role: Role; readonly onChange: (role: Role) => void }) {
  const { t } = useTexts();
  return (
    <Radio.Group
      label={t('accounts:invite.rights')}
      value={role}
      onChange={(chosen) => onChange(roles.find((one) => one === chosen) ?? role)}
    >
      <Stack gap="xs" mt="xs">
        {roles.map((one) => (
          <Radio
            key={one}
            value={one}
            label={t(`accounts:invite.role.${one}.name`)}
            description={t(`accounts:invite.role.${one}.means`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
