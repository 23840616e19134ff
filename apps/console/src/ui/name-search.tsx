import { Button, Group, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts.ts';
import { EmptyList } from './empty-list.tsx';

/** Form that searches a list by name; applied on submit and stored in the URL. */
export function NameSearchForm(props: {
  readonly q: string | undefined;
  /** Whether the search found nothing; then `NothingFound` has the button that clears it. */
  readonly isEmpty: boolean;
  readonly onSearch: (q: string | undefined) => void;
}) {
  const { t } = useTexts();
  const { q } = props;
  const [text, setText] = useState(q ?? '');
  const input = useRef<HTMLInputElement>(null);
  const before = useRef(q);
  useEffect(() => {
    if (before.current === q) return;
    before.current = q;
    setText(q ?? '');
    // The button that cleared the search is gone: the focus moves to the search field.
    if (document.activeElement === document.body) input.current?.focus();
  }, [q]);
  function submit(event: FormEvent): void {
    event.preventDefault();
    props.onSearch(text.trim() === '' ? undefined : text.trim());
  }
  return (
    <form role="search" onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput
          ref={input}
          type="search"
          label={t('console:search.label')}
          value={text}
          maxLength={100}
          onChange={({ currentTarget: { value } }) => setText(value)}
          flex="1 1 12rem"
          maw="24rem"
        />
        <Button type="submit" variant="default">
          {t('console:search.do')}
        </Button>
        {q !== undefined && !props.isEmpty && (
          <Button variant="subtle" onClick={() => props.onSearch(undefined)}>
            {t('console:search.clear')}
          </Button>
        )}
      </Group>
    </form>
  );
}

/** Says that a search found nothing, with the button that clears the search. */
export function NothingFound(props: { readonly q: string; readonly onClear: () => void }) {
  const { t } = useTexts();
  return (
    <EmptyList
      action={
        <Button variant="default" onClick={props.onClear}>
          {t('console:search.clear')}
        </Button>
      }
    >
      {t('console:search.none', { q: props.q })}
    </EmptyList>
  );
}
