import { Field } from '../design/field.tsx';
import { usePage } from '../design/setting.ts';

/** Why a value will not do. */
export type SettingProblem = 'required' | 'too_long' | 'control_characters';

/** One thing a widget asks for. */
export interface SettingView {
  readonly id: string;
  /** The widget's own word for it, in the page's language as far as it has one. */
  readonly label: string;
  readonly required: boolean;
  /** Of the setting as a whole, where everybody has a value of their own. */
  readonly problem: SettingProblem | null;
  /** One, or one or two a person. */
  readonly inputs: readonly SettingInputView[];
}

/** One input. */
export interface SettingInputView {
  readonly name: string;
  readonly person: string | null;
  readonly part: 'line' | 'lines' | 'login' | 'password';
  /** Always empty for a password. */
  readonly value: string;
  /** A password that is kept if nothing is typed. */
  readonly stored: boolean;
  /** The name of the box that takes the stored one away; `null`: it has to be there. */
  readonly removal: string | null;
  /** It was typed, and the page came back without it. */
  readonly again: boolean;
  readonly lengthMax: number;
  readonly problem: SettingProblem | null;
}

/** The inputs of a widget's settings, to stand in a form. */
export function SettingsFields(props: { settings: readonly SettingView[] }) {
  return (
    <>
      {props.settings.map((setting) => (
        <Setting {...setting} key={setting.id} />
      ))}
    </>
  );
}

function Setting(setting: SettingView) {
  const { t } = usePage();
  const label = setting.required ? setting.label : t('install:settings.optional', { label: setting.label });
  const [first] = setting.inputs;
  if (first !== undefined && first.person === null)
    return <Input input={first} label={label} required={setting.required} />;
  const errorId = `${idOf(setting.id)}-people-error`;
  return (
    <fieldset class="fields group" aria-describedby={setting.problem === null ? undefined : errorId}>
      <legend>{label}</legend>
      {setting.problem !== null && (
        <p class="field-error" id={errorId}>
          {t(`install:settings.problem.${setting.problem === 'required' ? 'one-person' : setting.problem}`, { max: 0 })}
        </p>
      )}
      {setting.inputs.map((input) => (
        <Input
          input={input}
          label={
            input.part === 'line'
              ? (input.person ?? '')
              : t(`install:settings.of-person.${input.part === 'login' ? 'login' : 'password'}`, {
                  person: input.person ?? '',
                })
          }
          required={false}
          key={input.name}
        />
      ))}
    </fieldset>
  );
}

function Input({ input, label, required }: { input: SettingInputView; label: string; required: boolean }) {
  const { t } = usePage();
  const id = idOf(input.name);
  const secret = input.part === 'password';
  const hint = input.again ? 'again' : input.stored ? 'stored' : null;
  return (
    <div class="fields tight">
      <Field
        id={id}
        name={input.name}
        label={label}
        type={secret ? 'password' : input.part === 'lines' ? 'lines' : 'text'}
        value={input.value}
        autocomplete={secret ? 'new-password' : 'off'}
        required={required && !input.stored}
        maxLength={input.lengthMax}
        hint={hint === null ? null : t(`install:settings.${hint}`)}
        error={input.problem === null ? null : t(`install:settings.problem.${input.problem}`, { max: input.lengthMax })}
      />
      {input.removal !== null && (
        <div class="choice small">
          <input type="checkbox" id={`${id}-removal`} name={input.removal} value="yes" />
          <label for={`${id}-removal`}>{t('install:settings.remove')}</label>
        </div>
      )}
    </div>
  );
}

function idOf(name: string): string {
  return name.replaceAll('.', '-');
}
