import type { StoredSetting } from '@pristan/flows';
import type { SettingError, SettingField, WidgetSetting } from '@pristan/rules';
import { isWidgetManaged, settingFields, settingValueLengthMax } from '@pristan/rules';
import type { Site } from '../http/page.ts';
import type { SettingInputView, SettingProblem, SettingView } from './settings-fields.tsx';
import type { Language } from '@pristan/wire';

const valuePrefix = 'setting.';
const removalPrefix = 'remove.';

/** Values and errors of a settings form that was refused. */
export interface RefusedSettingsForm {
  readonly form: ReadonlyMap<string, string>;
  readonly errors: readonly SettingError[];
}

/** Settings of a widget, as the form on an account's page shows them now. */
export async function settingsForm(
  site: Pick<Site, 'store'>,
  installation: { readonly accountId: number; readonly integrationId: string },
  shown: { readonly language: Language; readonly tried?: RefusedSettingsForm | undefined },
): Promise<readonly SettingView[]> {
  const { configure } = site.store;
  const { accountId, integrationId } = installation;
  const [live, stored, people] = await Promise.all([
    configure.liveWidget(integrationId),
    configure.storedSettings(accountId, integrationId),
    configure.people(accountId),
  ]);
  const settings = (live?.settings ?? []).filter((setting) => !isWidgetManaged(setting));
  const names = new Map(people.map(({ userId, name }) => [userId, name]));
  const fields = settingFields(settings, [...names.keys()]);
  return settings.map((setting): SettingView => ({
    id: setting.key,
    label: labelOf(setting, shown.language),
    required: setting.required,
    problem: problemAt(setting.key, shown.tried),
    inputs: fields
      .filter((field) => field.setting.key === setting.key)
      .map((field) => inputOf(field, { stored, tried: shown.tried, person: nameOf(field, names) })),
  }));
}

/**
 * Reads the values of a submitted settings form: an empty password means that the stored one stays, unless its checkbox
 * or an emptied login removes it.
 */
export function readSettingsForm(form: ReadonlyMap<string, string>): ReadonlyMap<string, string | null> {
  const sent = new Map<string, string | null>();
  for (const [name, value] of form) {
    if (name.startsWith(valuePrefix) && value !== '') sent.set(name.slice(valuePrefix.length), value);
  }
  for (const name of form.keys()) {
    const field = name.slice(removalPrefix.length);
    if (name.startsWith(removalPrefix) && !sent.has(field)) sent.set(field, null);
  }
  return sent;
}

/** Whether a submitted settings form had a field that the widget no longer asks for. */
export function hasUnknownField(errors: readonly SettingError[]): boolean {
  return errors.some(({ code }) => code === 'unknown_field');
}

function inputOf(
  field: SettingField,
  about: {
    readonly stored: readonly StoredSetting[];
    readonly tried: RefusedSettingsForm | undefined;
    readonly person: string | null;
  },
): SettingInputView {
  const { setting, secret } = field;
  const name = `${valuePrefix}${field.field}`;
  const kept = about.stored.find((one) => one.field === field.field);
  const stored = secret && kept !== undefined && 'sealed' in kept;
  const typed = about.tried?.form.get(name);
  return {
    name,
    person: about.person,
    part: partOf(field),
    value: secret ? '' : (typed ?? shownValue(kept)),
    stored,
    removal: stored && !(setting.required && setting.type === 'pass') ? `${removalPrefix}${field.field}` : null,
    again: secret && typed !== undefined && typed !== '',
    lengthMax: settingValueLengthMax[setting.type],
    problem: problemAt(field.field, about.tried),
  };
}

function shownValue(kept: StoredSetting | undefined): string {
  return kept !== undefined && 'value' in kept ? kept.value : '';
}

function partOf({ field, setting, secret }: SettingField): SettingInputView['part'] {
  if (secret) return 'password';
  return setting.type === 'users_lp' && field !== setting.key ? 'login' : 'line';
}

function nameOf({ userId }: SettingField, names: ReadonlyMap<number, string>): string | null {
  return userId === undefined ? null : (names.get(userId) ?? '');
}

function problemAt(field: string, tried: RefusedSettingsForm | undefined): SettingProblem | null {
  const code = tried?.errors.find((error) => error.field === field)?.code;
  return code === undefined || code === 'unknown_field' ? null : code;
}

/** Label of a widget's setting in the page's language, else in English, Russian, or any language it has. */
function labelOf({ key, name }: WidgetSetting, language: Language): string {
  return name[language] ?? name['en'] ?? name['ru'] ?? Object.values(name)[0] ?? key;
}
