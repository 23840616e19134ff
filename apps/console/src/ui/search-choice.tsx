import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { SearchOption } from '../api/choices.ts';
import { useTexts } from '../texts.ts';

/**
 * Field that chooses one of many options; the platform returns a few matches for the typed text. An empty field means
 * that nothing is chosen.
 *
 * @param chosen the option with this `value`, which the matches may not contain
 * @param useChoices a hook that returns the matches
 */
export function SearchChoice(props: {
  readonly label: string;
  readonly value: string;
  readonly chosen: SearchOption | undefined;
  readonly placeholder: string;
  readonly useChoices: (letters: string) => readonly SearchOption[];
  readonly onChange: (value: string) => void;
  readonly error?: ReactNode;
}) {
  const { t } = useTexts();
  const [text, setText] = useState(props.chosen?.label ?? '');
  const [known, setKnown] = useState(props.chosen);
  if (props.value !== (known?.value ?? '')) {
    const next = optionOf(props.value, props.chosen);
    setKnown(next);
    setText(next?.label ?? '');
  }
  // The label of the chosen option in the field is no search text.
  const [letters] = useDebouncedValue(text === known?.label ? '' : text.trim(), 200);
  const choices = props.useChoices(letters.slice(0, 100));
  return (
    <Select
      label={props.label}
      placeholder={props.placeholder}
      data={withChosen(choices, known)}
      value={props.value === '' ? null : props.value}
      onChange={(value, option) => {
        setKnown(option === null ? undefined : { value: option.value, label: option.label });
        props.onChange(value ?? '');
      }}
      error={props.error}
      searchable
      clearable
      clearButtonProps={{
        'aria-hidden': false,
        size: 'md',
        'aria-label': t('console:search.clear-choice', { label: props.label }),
        tabIndex: 0,
      }}
      searchValue={text}
      onSearchChange={setText}
      // The platform has filtered the options already.
      filter={({ options }) => options}
      nothingFoundMessage={t('console:search.nothing')}
      comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 } }}
      maxDropdownHeight={280}
    />
  );
}

/** The option with this value; its label is the value itself when the option is not known. */
function optionOf(value: string, chosen: SearchOption | undefined): SearchOption | undefined {
  if (value === '') return undefined;
  return chosen?.value === value ? chosen : { value, label: value };
}

function withChosen(choices: readonly SearchOption[], chosen: SearchOption | undefined): SearchOption[] {
  const isMissing = chosen !== undefined && choices.every(({ value }) => value !== chosen.value);
  return isMissing ? [...choices, chosen] : [...choices];
}
