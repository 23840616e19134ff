import { Field } from '../pages/design/field.tsx';
import { usePage } from '../pages/design/page-context.ts';

/** Reason why the value of a widget's setting is refused. */
export type SettingProblem = 'required' | 'too_long' | 'control_characters';

/** View of one setting of a widget. */
export interface SettingView {
  readonly id: string;
  /** Label that the widget gives to this setting, in the page's language if it has one. */
  readonly label: string;
  readonly required: boolean;
  /** Problem of the setting as a whole, when each person has a separate value. */
  readonly problem: SettingProblem | null;
  /** Inputs of the setting: one, or one or two per person. */
  readonly inputs: readonly SettingInputView[];
}

/** View of an input for the value of a widget's setting. */
export interface SettingInputView {
  readonly name: string;
  readonly person: string | null;
  readonly part: 'line' | 'login' | 'password';
  /** Value of the input; always empty for a password. */
  readonly value: string;
  /** Whether a password is stored; it stays when nothing is typed. */
  readonly stored: boolean;
  /** Name of the checkbox that removes the stored password; `null` without one, or when the widget requires one. */
  readonly removal: string | null;
  /** Whether a password has to be typed once more, because the server does not send typed passwords back. */
  readonly again: boolean;
  readonly lengthMax: number;
  readonly problem: SettingProblem | null;
}

/** Inputs for a widget's settings, placed inside a form. */
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
        type={secret ? 'password' : 'text'}
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
