import type { WidgetSetting } from '../widget-setting.ts';
import { settingTypes } from '../widget-setting.ts';
import { isObject, isTruthyFlag, jsonMember } from './manifest-shape.ts';
import type { WidgetLanguage } from './manifest-texts.ts';
import { textsOf } from './manifest-texts.ts';

/** Maximum number of a widget's settings; further ones are ignored. */
export const widgetSettingsMax = 50;

/** The form of a widget setting's key, usable as a form field's name. */
export const settingKeyForm = /^[\w-]{1,64}$/;

/**
 * The widget settings that the platform can show in a form and store. A setting of an unknown type counts as `custom`,
 * managed by the widget itself; anything that is not a setting is ignored.
 */
export function readSettings(value: unknown, languages: readonly WidgetLanguage[]): readonly WidgetSetting[] {
  if (!isObject(value)) return [];
  return Object.entries(value)
    .filter(([key]) => settingKeyForm.test(key))
    .slice(0, widgetSettingsMax)
    .flatMap(([key, setting]): WidgetSetting[] => {
      if (!isObject(setting)) return [];
      const type = settingTypes.find((one) => one === jsonMember(setting, 'type')) ?? 'custom';
      const required = isTruthyFlag(jsonMember(setting, 'required'));
      return [{ key, type, required, name: textsOf(jsonMember(setting, 'name'), languages) }];
    });
}
