import { Button, Group, SimpleGrid, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ComponentProps, FormEvent, ReactNode } from 'react';
import { useState } from 'react';
import { useTexts } from '../texts.ts';

type Fields<Name extends string> = Readonly<Record<Name, string>>;

/** State and props of a filter's fields; the fields take the values of the URL when it changes. */
export function useFilter<Name extends string>(said: Fields<Name>) {
  const [form, setForm] = useState(said);
  const [before, setBefore] = useState(said);
  if (JSON.stringify(before) !== JSON.stringify(said)) {
    setBefore(said);
    setForm(said);
  }
  const set = (name: Name, value: string) => setForm((old) => ({ ...old, [name]: value }));
  const field = (name: Name) => ({
    value: form[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => set(name, value),
  });
  return { form, field, set };
}

/**
 * A form that filters a list when it is submitted; its last two fields are days. On a phone it is collapsed until a
 * filter is set, so that the list starts on the first screen.
 *
 * @param clear the link that clears the filter, if one is set
 */
export function FilterForm(props: {
  readonly field: (name: 'from' | 'to') => Readonly<Partial<ComponentProps<typeof TextInput>>>;
  readonly onShow: () => void;
  readonly clear: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useTexts();
  // The width is known before the first paint, so that nothing moves.
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    props.onShow();
  };
  const form = (
    <form className="sheet" onSubmit={submit} aria-label={t('console:filter.label')}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
        {props.children}
        <TextInput type="date" label={t('console:filter.from')} {...props.field('from')} />
        <TextInput type="date" label={t('console:filter.to')} {...props.field('to')} />
        <Group align="flex-end" gap="xs">
          <Button type="submit">{t('console:filter.show')}</Button>
          {props.clear}
        </Group>
      </SimpleGrid>
    </form>
  );
  if (wide) return form;
  return (
    <details className="fold" open={props.clear !== false}>
      <summary>{t('console:filter.label')}</summary>
      {form}
    </details>
  );
}
