import { Checkbox, Stack, Textarea, TextInput } from '@mantine/core';
import { integrationField } from '@pristan/wire';
import { useTexts } from '../../texts.ts';
import { scopeMeans } from './scope-means.ts';
import { scopes } from './scopes.ts';
import type { SettingName } from './settings-values.ts';

/** Styles of URL fields: a monospaced font, since people compare URLs character by character. */
const mono = { spellCheck: false, styles: { input: { fontFamily: 'var(--code)' } } } as const;

interface ControlProps<Value> {
  readonly name: SettingName;
  readonly value: Value;
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: Value) => void;
}

/** Control for one field of the settings form, by the field’s type. */
export function SettingControl({ value, onChange, ...field }: ControlProps<string | readonly string[]>) {
  if (typeof value !== 'string') return <ScopesControl {...field} value={value} onChange={onChange} />;
  const isList = integrationField(field.name).type === 'origins';
  return isList ? (
    <ListControl {...field} value={value} onChange={onChange} />
  ) : (
    <LineControl {...field} value={value} onChange={onChange} />
  );
}

function LineControl({ name, onChange, ...rest }: ControlProps<string>) {
  const { t } = useTexts();
  return (
    <TextInput
      label={t(`registry:field.${name}.label`)}
      description={t(`registry:field.${name}.what`)}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      {...rest}
      {...(integrationField(name).type === 'address' ? mono : {})}
    />
  );
}

function ListControl({ name, onChange, ...rest }: ControlProps<string>) {
  const { t } = useTexts();
  return (
    <Textarea
      label={t(`registry:field.${name}.label`)}
      description={t(`registry:field.${name}.what`)}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      autosize
      minRows={2}
      {...rest}
      {...mono}
    />
  );
}

function ScopesControl({ name, value, error, disabled, onChange }: ControlProps<readonly string[]>) {
  const { t } = useTexts();
  return (
    <Checkbox.Group
      label={t(`registry:field.${name}.label`)}
      description={t(`registry:field.${name}.what`)}
      value={[...value]}
      onChange={(chosen) => onChange(scopes.filter((scope) => chosen.includes(scope)))}
      error={error}
    >
      <Stack gap="xs" mt="xs">
        {scopes.map((scope) => (
          <Checkbox
            key={scope}
            value={scope}
            label={t(`terms:scope.${scope}.name`)}
            description={scopeMeans(t, scope)}
            disabled={disabled}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
