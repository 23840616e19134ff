import type { JsonObject } from '@pristan/rules';
import { isObject, isTruthyFlag, jsonMember, settingKeyForm, settingTypes, widgetSettingsMax } from '@pristan/rules';
import type { Violation } from '../rule.ts';
import { snippet } from '../snippet.ts';
import type { WidgetUnderCheck } from '../widget-under-check.ts';
import { isAbsent, mustBe } from '../widget-under-check.ts';

const known = ['name', 'type', 'required', 'placeholder', 'default_value', 'hint', 'manual'];

/** Checks the manifest member `settings`. */
export function* settingViolations(widget: WidgetUnderCheck): Generator<Violation> {
  const placed = widget.at('settings');
  const needed = isTruthyFlag(widget.at('installation').value);
  // Some programs write an empty object as an empty list.
  if ((placed.value === undefined && !needed) || isEmptyList(placed.value)) return;
  yield* mustBe(widget, placed, 'object');
  if (!isObject(placed.value)) return;
  const entries = Object.entries(placed.value);
  if (entries.length > widgetSettingsMax)
    yield widget.fault(placed.place, 'too_many', {
      expected: String(widgetSettingsMax),
      found: String(entries.length),
    });
  for (const [key, setting] of entries) {
    const place = `${placed.place}.${key}`;
    if (!settingKeyForm.test(key))
      yield widget.fault(place, 'differs', { expected: 'A–Z a–z 0–9 _ -', found: snippet(key) });
    yield* fieldViolations(widget, { setting, place }, settingTypes);
  }
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Checks one field of the manifest's `settings`, or of a step of a bot or pipeline. */
export function* fieldViolations(
  widget: WidgetUnderCheck,
  { setting, place }: { readonly setting: unknown; readonly place: string },
  types: readonly string[] | undefined,
): Generator<Violation> {
  if (!isObject(setting)) return yield* mustBe(widget, { value: setting, place }, 'object');
  yield* mustBe(widget, { value: jsonMember(setting, 'name'), place: `${place}.name` }, 'text');
  const type = jsonMember(setting, 'type');
  const expected = (types ?? ['text']).join(' | ');
  yield* mustBe(widget, { value: type, place: `${place}.type`, expected }, 'text');
  if (typeof type === 'string' && !isAbsent(type) && types !== undefined && !types.includes(type))
    yield widget.fault(`${place}.type`, 'differs', { expected, found: snippet(type) });
  yield* optionalFaults(widget, setting, place);
}

function* optionalFaults(widget: WidgetUnderCheck, setting: JsonObject, place: string): Generator<Violation> {
  for (const name of ['required', 'manual']) {
    const value = jsonMember(setting, name);
    if (value !== undefined) yield* mustBe(widget, { value, place: `${place}.${name}` }, 'boolean');
  }
  for (const name of ['placeholder', 'default_value', 'hint']) {
    const value = jsonMember(setting, name);
    if (value !== undefined && typeof value === 'object')
      yield widget.fault(`${place}.${name}`, 'differs', { expected: '"…"', found: snippet(value), level: 'W' });
  }
  for (const name of Object.keys(setting)) {
    if (!known.includes(name)) yield widget.fault(`${place}.${name}`, 'unknown', { found: name, level: 'W' });
  }
}
