import type { WidgetSetting } from '../widget-setting.ts';
import { settingTypes } from '../widget-setting.ts';
import type { ProblemSink } from './manifest-shape.ts';
import { isObject, member, shapeProblem } from './manifest-shape.ts';
import type { TextReader } from './manifest-texts.ts';

const SETTINGS_MAX = 50;
const file = 'manifest.json';

/** The manifest's `settings`, which must be there for a widget that is installed by a press. */
export function readSettings(
  value: unknown,
  { required, texts, sink }: { readonly required: boolean; readonly texts: TextReader; readonly sink: ProblemSink },
): readonly WidgetSetting[] {
  if (value === undefined && !required) return [];
  // Some programs write an empty object as an empty list.
  if (Array.isArray(value) && value.length === 0) return [];
  if (!isObject(value)) {
    sink.add(file, 'settings', shapeProblem(value, 'object') ?? 'wrong_type');
    return [];
  }
  const entries = Object.entries(value);
  if (entries.length > SETTINGS_MAX) sink.add(file, 'settings', 'too_many');
  return entries.slice(0, SETTINGS_MAX).flatMap(([key, setting]) => {
    const place = `settings.${key}`;
    if (!/^[A-Za-z][\w-]{0,63}$/.test(key)) sink.add(file, place, 'malformed');
    if (!isObject(setting)) {
      sink.add(file, place, 'wrong_type');
      return [];
    }
    const name = texts(member(setting, 'name'), `${place}.name`);
    const type = settingTypes.find((one) => one === member(setting, 'type'));
    if (type === undefined)
      sink.add(file, `${place}.type`, shapeProblem(member(setting, 'type'), 'string') ?? 'not_one_of');
    const must = member(setting, 'required') ?? false;
    if (typeof must !== 'boolean') sink.add(file, `${place}.required`, 'wrong_type');
    return type === undefined ? [] : [{ key, type, required: must === true, name }];
  });
}
