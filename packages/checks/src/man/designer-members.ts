import { isObject, jsonMember } from '@pristan/rules';
import type { Violation } from '../rule.ts';
import { archivePath } from '../archive-path.ts';
import type { WidgetUnderCheck } from '../widget-under-check.ts';
import { isAbsent, mustBe } from '../widget-under-check.ts';
import { fieldViolations } from './setting-members.ts';
import { withLocation } from './with-location.ts';

/** Checks the manifest members `advanced`, `salesbot_designer` and `left_menu`: a page, bot steps, and menu entries. */
export function* designerViolations(widget: WidgetUnderCheck): Generator<Violation> {
  yield* withLocation(widget, { name: 'advanced', location: 'advanced_settings' }, function* ({ value, place }) {
    yield* mustBe(widget, { value: jsonMember(value, 'title'), place: `${place}.title` }, 'text');
  });
  yield* withLocation(
    widget,
    { name: 'salesbot_designer', location: 'salesbot_designer' },
    function* ({ value, place }) {
      for (const [name, handler] of Object.entries(value)) {
        if (name !== 'logo' && name !== 'conditions') yield* handlerFaults(widget, handler, `${place}.${name}`);
      }
    },
  );
  const menu = widget.at('left_menu');
  if (menu.value !== undefined) yield* mustBe(widget, menu, 'object');
  if (isObject(menu.value)) {
    for (const [name, entry] of Object.entries(menu.value)) yield* entryFaults(widget, entry, `${menu.place}.${name}`);
  }
}

function* handlerFaults(widget: WidgetUnderCheck, handler: unknown, place: string): Generator<Violation> {
  if (!isObject(handler)) return yield* mustBe(widget, { value: handler, place }, 'object');
  yield* mustBe(widget, { value: jsonMember(handler, 'name'), place: `${place}.name` }, 'text');
  const settings = jsonMember(handler, 'settings');
  if (Array.isArray(settings) && settings.length === 0) return;
  yield* mustBe(widget, { value: settings, place: `${place}.settings` }, 'object');
  if (!isObject(settings)) return;
  for (const [key, setting] of Object.entries(settings))
    yield* fieldViolations(widget, { setting, place: `${place}.settings.${key}` }, undefined);
}

function* entryFaults(widget: WidgetUnderCheck, entry: unknown, place: string): Generator<Violation> {
  if (!isObject(entry)) return yield* mustBe(widget, { value: entry, place }, 'object');
  yield* mustBe(widget, { value: jsonMember(entry, 'title'), place: `${place}.title` }, 'text');
  const icon = jsonMember(entry, 'icon');
  yield* mustBe(widget, { value: icon, place: `${place}.icon`, expected: 'images/icon.svg' }, 'text');
  if (typeof icon !== 'string' || isAbsent(icon) || icon.includes('://')) return;
  const path = archivePath(icon);
  if (widget.file(path) === undefined) yield widget.fault(`${place}.icon`, 'missing', { expected: path });
}
