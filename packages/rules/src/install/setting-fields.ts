import type { LineProblem } from '@pristan/wire';
import { isBlank, lineProblem } from '@pristan/wire';
import type { SettingType, WidgetSetting } from '../widget-setting.ts';
import type { StoredValue } from './configure-change.ts';

/** Maximum length of a widget setting's value in characters, by the type of the setting. */
export const settingValueLengthMax: Readonly<Record<SettingType, number>> = {
  text: 1_000,
  pass: 1_000,
  users: 255,
  users_lp: 255,
  custom: 20_000,
};

/**
 * One input field of a widget's settings. A setting with one value has one field, named by its key; a `users` setting
 * has one per member, `key.<user ID>`; `users_lp` has two, `key.<user ID>.login` and `key.<user ID>.password`.
 */
export interface SettingField {
  readonly field: string;
  readonly setting: WidgetSetting;
  readonly userId: number | undefined;
  /** True for a password: its value is stored sealed, and never shown again. */
  readonly secret: boolean;
}

/** The input fields of a widget's settings in an account with these members, in the manifest's order. */
export function settingFields(settings: readonly WidgetSetting[], userIds: readonly number[]): readonly SettingField[] {
  return settings.flatMap((setting): SettingField[] => {
    const { key, type } = setting;
    switch (type) {
      case 'text':
      case 'custom':
      case 'pass':
        return [{ field: key, setting, userId: undefined, secret: type === 'pass' }];
      case 'users':
        return userIds.map((userId) => ({ field: `${key}.${userId}`, setting, userId, secret: false }));
      case 'users_lp':
        return userIds.flatMap((userId) => [
          { field: `${key}.${userId}.login`, setting, userId, secret: false },
          { field: `${key}.${userId}.password`, setting, userId, secret: true },
        ]);
    }
  });
}

type ValueProblem = Exclude<LineProblem, 'required'>;

/** A submitted value of a settings field: in clear, sealed after it was checked, or cleared. */
export type SentValue =
  | { readonly kind: 'clear'; readonly text: string }
  | { readonly kind: 'sealed'; readonly sealed: Uint8Array; readonly problem: ValueProblem | undefined }
  | { readonly kind: 'nothing' };

/** The facts that decide whether an installation's settings can be stored. */
export interface SettingsFacts {
  /** The number of the published widget version; absent when there is none. */
  readonly widget: number | undefined;
  /** The settings of the published widget version. */
  readonly settings: readonly WidgetSetting[];
  /** The members of the account who can have a value of their own. */
  readonly userIds: readonly number[];
  /** The stored values, including those of fields that the published widget version does not have. */
  readonly stored: readonly ({ readonly field: string } & StoredValue)[];
}

export interface SettingError {
  /** The settings field in error, or the key of a setting that has one field per member. */
  readonly field: string;
  readonly code: 'unknown_field' | LineProblem;
}

type Settled =
  | { readonly kind: 'invalid'; readonly errors: readonly SettingError[] }
  | {
      readonly kind: 'settled';
      readonly kept: readonly (StoredValue & { readonly field: string })[];
      readonly removed: readonly string[];
    };

/**
 * True when a field's stored value stays although the form did not send it: secrets, which no form shows, and values of
 * the widget's own script.
 */
function staysUnsent({ secret, setting }: SettingField): boolean {
  return secret || isWidgetManaged(setting);
}

/** True for a widget-managed setting: the widget's script fills it, and no form shows it. */
export function isWidgetManaged({ type }: Pick<WidgetSetting, 'type'>): boolean {
  return type === 'custom';
}

/**
 * Compares all submitted settings with the stored ones: a value that is not sent is removed, except secrets and
 * widget-managed values, which stay. Fields of earlier versions of the widget stay unchanged.
 *
 * @see docs/spec/dialect.md#widget-settings
 */
export function resolveSettings(facts: SettingsFacts, sent: ReadonlyMap<string, SentValue>): Settled {
  const fields = settingFields(facts.settings, facts.userIds);
  const names = new Set(fields.map(({ field }) => field));
  const errors: SettingError[] = [...sent.keys()]
    .filter((field) => !names.has(field))
    .map((field) => ({ field, code: 'unknown_field' }));
  const stored = new Map(facts.stored.map((value) => [value.field, value]));
  const kept: (StoredValue & { field: string })[] = [];
  const removed: string[] = [];
  const filled = new Set<string>();
  for (const one of fields) {
    const { field, setting } = one;
    const before = stored.get(field);
    const value = sent.get(field) ?? (staysUnsent(one) ? undefined : nothing);
    const stands = isStanding(one, before);
    if (value === undefined) {
      if (stands) filled.add(setting.key);
      continue;
    }
    const code = problemOf(value, setting.type);
    if (code !== undefined) errors.push({ field, code });
    const after = settled(value, setting.type);
    if (after !== undefined) filled.add(setting.key);
    else if (stands) removed.push(field);
    if (after !== undefined && !isSame(before, after)) kept.push({ field, ...after });
  }
  errors.push(...unfilled(facts.settings, filled));
  return errors.length > 0 ? { kind: 'invalid', errors } : { kind: 'settled', kept, removed };
}

/** True when the stored value is one that the field can still have: a secret is sealed, another value is not. */
function isStanding({ secret }: SettingField, before: StoredValue | undefined): boolean {
  return before !== undefined && 'sealed' in before === secret;
}

function unfilled(settings: readonly WidgetSetting[], filled: ReadonlySet<string>): readonly SettingError[] {
  return settings
    .filter((setting) => setting.required && !isWidgetManaged(setting) && !filled.has(setting.key))
    .map(({ key }) => ({ field: key, code: 'required' }));
}

const nothing: SentValue = { kind: 'nothing' };

function problemOf(value: SentValue, type: SettingType): ValueProblem | undefined {
  switch (value.kind) {
    case 'nothing':
      return undefined;
    case 'sealed':
      return value.problem;
    case 'clear':
      return settingProblem(value.text, type);
  }
}

/**
 * The reason why a text cannot be a setting's value; `undefined` when it can. A `custom` value may have several lines:
 * the widget's own form writes it.
 */
export function settingProblem(text: string, type: SettingType): ValueProblem | undefined {
  const max = settingValueLengthMax[type];
  if (type !== 'custom') return lineProblem(text, max);
  if ([...text].length > max) return 'too_long';
  return text.split(/[\n\r\t]/).some((line) => lineProblem(line, max) !== undefined) ? 'control_characters' : undefined;
}

/** The value of a settings field to store; `undefined` when it was cleared or is blank. */
function settled(value: SentValue, type: SettingType): StoredValue | undefined {
  if (value.kind === 'sealed') return { sealed: value.sealed };
  if (value.kind === 'nothing' || isBlank(value.text)) return undefined;
  return { value: type === 'custom' ? value.text.replaceAll('\r\n', '\n') : value.text.trim() };
}

function isSame(before: StoredValue | undefined, after: StoredValue): boolean {
  return before !== undefined && 'value' in before && 'value' in after && before.value === after.value;
}
