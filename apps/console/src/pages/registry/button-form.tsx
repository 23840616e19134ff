import { Checkbox, Fieldset, NativeSelect, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { buttonLanguages } from '@pristan/locales';
import type { LanguageName } from '@pristan/locales';
import { useTexts, type TextKey } from '../../texts.ts';
import { scopeMeans } from './scope-means.ts';
import { behaviourTexts, lookTexts, optionalMetadata, requiredMetadata, tagClasses } from './button-tag.ts';
import type { ButtonOptions, ButtonText } from './button-tag.ts';

/** Choices for the button tag’s attributes that have a fixed set of values; the empty choice omits the attribute. */
const choices: Partial<Record<ButtonText, readonly (readonly [value: string, label: TextKey | LanguageName])[]>> = {
  locale: [
    ['', 'button:choice.locale.none'],
    ...Object.entries(buttonLanguages).map(([code, { name }]) => [code, { name }] as const),
  ],
  color: [
    ['', 'button:choice.color.none'],
    ['blue', 'button:choice.color.blue'],
    ['violet', 'button:choice.color.violet'],
    ['green', 'button:choice.color.green'],
    ['orange', 'button:choice.color.orange'],
    ['red', 'button:choice.color.red'],
  ],
  theme: [
    ['', 'button:choice.theme.none'],
    ['dark', 'button:choice.theme.dark'],
  ],
  mode: [
    ['', 'button:choice.mode.none'],
    ['post_message', 'button:choice.mode.post_message'],
  ],
};

const described = [...requiredMetadata, ...optionalMetadata] as const;
const scopes = ['crm', 'notifications'] as const;

interface Options {
  readonly options: ButtonOptions;
  readonly onChange: (options: ButtonOptions) => void;
}

/** Form for all options of the connect button; fields are named like the attributes of its tag. */
export function ButtonForm({ options, onChange }: Options) {
  const { t } = useTexts();
  const field = (name: ButtonText) => <TextOption key={name} name={name} options={options} onChange={onChange} />;
  return (
    <form className="sheet" aria-label={t('button:options')} onSubmit={(event) => event.preventDefault()}>
      <Stack gap="lg">
        <KindChoice options={options} onChange={onChange} />
        {options.kind === 'metadata' && (
          <Fieldset legend={t('button:described')}>
            <Stack>
              {described.map(field)}
              <ScopesChoice options={options} onChange={onChange} />
            </Stack>
          </Fieldset>
        )}
        <Fieldset legend={t('button:look')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>{lookTexts.map(field)}</SimpleGrid>
          <Checkbox
            mt="md"
            label={t('button:compact.label')}
            description={t('button:compact.what')}
            checked={options.compact}
            onChange={({ currentTarget }) => onChange({ ...options, compact: currentTarget.checked })}
          />
        </Fieldset>
        <Fieldset legend={t('button:behaviour')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {behaviourTexts.map(field)}
            <NativeSelect
              label={t('button:class.label')}
              description={t('button:class.what')}
              value={options.class}
              onChange={({ currentTarget }) =>
                onChange({
                  ...options,
                  class: tagClasses.find((name) => name === currentTarget.value) ?? options.class,
                })
              }
              data={[...tagClasses]}
            />
          </SimpleGrid>
        </Fieldset>
      </Stack>
    </form>
  );
}

function TextOption({ name, options, onChange }: Options & { readonly name: ButtonText }) {
  const { t } = useTexts();
  const own = {
    label: t(`button:text.${name}.label`),
    description: t(`button:text.${name}.what`),
    value: options.texts[name],
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      onChange({ ...options, texts: { ...options.texts, [name]: currentTarget.value } }),
  };
  const values = choices[name];
  if (values === undefined) return <TextInput {...own} required={requiredMetadata.some((one) => one === name)} />;
  return (
    <NativeSelect
      {...own}
      data={values.map(([value, label]) => ({ value, label: typeof label === 'string' ? t(label) : label.name }))}
    />
  );
}

function KindChoice({ options, onChange }: Options) {
  const { t } = useTexts();
  return (
    <Radio.Group
      label={t('button:kind.label')}
      value={options.kind}
      onChange={(kind) => onChange({ ...options, kind: kind === 'metadata' ? kind : 'client_id' })}
    >
      <Stack gap="xs" mt="xs">
        {(['client_id', 'metadata'] as const).map((kind) => (
          <Radio
            key={kind}
            value={kind}
            label={t(`button:kind.${kind}.name`)}
            description={t(`button:kind.${kind}.means`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function ScopesChoice({ options, onChange }: Options) {
  const { t } = useTexts();
  return (
    <Checkbox.Group
      label={t('button:scopes')}
      value={[...options.scopes]}
      onChange={(chosen) => onChange({ ...options, scopes: scopes.filter((one) => chosen.includes(one)) })}
    >
      <Stack gap="xs" mt="xs">
        {scopes.map((scope) => (
          <Checkbox
            key={scope}
            value={scope}
            label={t(`terms:scope.${scope}.name`)}
            description={scopeMeans(t, scope)}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
