import type { LineProblem } from '../line.ts';
import { isBlank, lineProblem } from '../line.ts';
import type { SettingType, WidgetSetting } from '../widget-setting.ts';
import type { KeptValue } from './configure-change.ts';

/** How many characters a value may have, by the type of its setting. */
export const settingValueLengthMax: Readonly<Record<SettingType, number>> = {
  text: 1_000,
  pass: 1_000,
  users: 255,
  users_lp: 255,
  custom: 20_000,
};

/**
 * One value to be given. A setting of one value has one field, by its key; of `users` there is one a person,
 * `key.<user id>`, and of `users_lp` two, `key.<user id>.login` and `key.<user id>.password`.
 */
export interface SettingField {
  readonly field: string;
  readonly setting: WidgetSetting;
  readonly userId: number | undefined;
  /** Never shown again once it is stored, and stored sealed. */
  readonly secret: boolean;
}

/** The fields of a widget's settings in an account with these people, in the manifest's order. */
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

/** A value that was sent: in clear, sealed after it was looked at, or taken away. */
export type SentValue =
  | { readonly kind: 'clear'; readonly text: string }
  | { readonly kind: 'sealed'; readonly sealed: Uint8Array; readonly problem: ValueProblem | undefined }
  | { readonly kind: 'nothing' };

/** What an installation's settings are judged by. */
export interface SettingsFacts {
  /** The live version; absent: there is none. */
  readonly widget: number | undefined;
  /** Of the live version. */
  readonly settings: readonly WidgetSetting[];
  /** Who of the account can be given a value of their own. */
  readonly userIds: readonly number[];
  /** Fields that have a value, whether or not the widget still asks for them. */
  readonly stored: readonly ({ readonly field: string } & KeptValue)[];
}

export interface SettingError {
  /** A field, or the key of a setting that has a field a person. */
  readonly field: string;
  readonly code: 'unknown_field' | LineProblem;
}

type Settled =
  | { readonly kind: 'invalid'; readonly errors: readonly SettingError[] }
  | {
      readonly kind: 'settled';
      readonly kept: readonly (KeptValue & { readonly field: string })[];
      readonly removed: readonly string[];
    };

/**
 * All settings at once, as a form gives them: what is not sent is removed, but for what is secret, which stays. What a
 * former version of the widget asked for is left alone.
 *
 * @see docs/spec/dialect.md#widget-settings
 */
export function settleSettings(facts: SettingsFacts, sent: ReadonlyMap<string, SentValue>): Settled {
  const fields = settingFields(facts.settings, facts.userIds);
  const names = new Set(fields.map(({ field }) => field));
  const errors: SettingError[] = [...sent.keys()]
    .filter((field) => !names.has(field))
    .map((field) => ({ field, code: 'unknown_field' }));
  const stored = new Map(facts.stored.map((value) => [value.field, value]));
  const kept: (KeptValue & { field: string })[] = [];
  const removed: string[] = [];
  const filled = new Set<string>();
  for (const { field, setting, secret } of fields) {
    const before = stored.get(field);
    const stands = before !== undefined && 'sealed' in before === secret;
    const value = sent.get(field) ?? (secret ? undefined : nothing);
    const code = value === undefined ? undefined : problemOf(value, setting.type);
    if (code !== undefined) errors.push({ field, code });
    const after = value === undefined ? undefined : settled(value, setting.type);
    if (value === undefined ? stands : after !== undefined) filled.add(setting.key);
    if (after !== undefined && !isSame(before, after)) kept.push({ field, ...after });
    if (value !== undefined && after === undefined && stands) removed.push(field);
  }
  for (const { key, required } of facts.settings) {
    if (required && !filled.has(key)) errors.push({ field: key, code: 'required' });
  }
  return errors.length > 0 ? { kind: 'invalid', errors } : { kind: 'settled', kept, removed };
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

/** Why a text can't be the value of a setting. A `custom` one may have lines, as its own form writes what it likes. */
export function settingProblem(text: string, type: SettingType): ValueProblem | undefined {
  const max = settingValueLengthMax[type];
  if (type !== 'custom') return lineProblem(text, max);
  if ([...text].length > max) return 'too_long';
  return text.split(/[\n\r\t]/).some((line) => lineProblem(line, max) !== undefined) ? 'control_characters' : undefined;
}

/** What is to be stored; `undefined`: nothing, for a text of blanks is none. */
function settled(value: SentValue, type: SettingType): KeptValue | undefined {
  if (value.kind === 'sealed') return { sealed: value.sealed };
  if (value.kind === 'nothing' || isBlank(value.text)) return undefined;
  return { value: type === 'custom' ? value.text.replaceAll('\r\n', '\n') : value.text.trim() };
}

function isSame(before: KeptValue | undefined, after: KeptValue): boolean {
  return before !== undefined && 'value' in before && 'value' in after && before.value === after.value;
}
