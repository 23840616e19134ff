import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import type { mintedToken } from '@pristan/wire/api';
import { useState, type FormEvent } from 'react';
import { call } from '../../api/call.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { fieldError, formError } from '../../ui/field-errors.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { dayRange, endOfDay, yearLater } from './day.ts';
import { Minted } from './minted.tsx';

const fields = ['name', 'expires_at'] as const;

/** A name and an end make a token, which is shown until somebody says they have it, and never again. */
export function MintForm({ path }: { readonly path: string }) {
  const { t } = useTexts();
  const [form, setForm] = useState(() => ({ name: '', day: yearLater(new Date()) }));
  const mint = useWrite(
    () =>
      call<typeof mintedToken>('POST', path, {
        json: { name: form.name, expires_at: endOfDay(form.day, new Date()) ?? 0 },
      }),
    path,
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    mint.mutate(undefined, { onSuccess: () => setForm({ ...form, name: '' }) });
  }

  return (
    <section className="sheet" aria-labelledby="mint">
      <Title order={2} id="mint">
        {t('token:mint.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm" maw="64ch">
        {t('token:mint.what')}
      </Text>
      {mint.data === undefined ? (
        <form onSubmit={submit} noValidate>
          <Stack maw={480}>
            <TextInput
              label={t('token:mint.name.label')}
              description={t('token:mint.name.what')}
              value={form.name}
              onChange={({ currentTarget }) => setForm({ ...form, name: currentTarget.value })}
              error={fieldError(mint.error, 'name')}
              required
            />
            <TextInput
              type="date"
              label={t('token:mint.end.label')}
              description={t('token:mint.end.what')}
              value={form.day}
              onChange={({ currentTarget }) => setForm({ ...form, day: currentTarget.value })}
              error={fieldError(mint.error, 'expires_at')}
              {...dayRange(new Date())}
              required
            />
            <Refusal error={formError(mint.error, fields)} />
            <Group>
              <Button type="submit" loading={mint.isPending}>
                {t('token:mint.do')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Minted token={mint.data.token} means={t('token:minted.once')} onKept={() => mint.reset()} />
      )}
    </section>
  );
}
