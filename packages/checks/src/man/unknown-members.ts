import { isObject, jsonMember, topMembers, widgetMembers } from '@pristan/rules';
import type { Violation } from '../rule.ts';
import type { WidgetUnderCheck } from '../widget-under-check.ts';

/** Reports manifest members that the platform does not know; they stay in the archive. */
export function* unknownMembers(widget: WidgetUnderCheck): Generator<Violation> {
  for (const name of Object.keys(widget.root)) if (!isKnown(name)) yield unknown(widget, name, name);
  const own = jsonMember(widget.root, 'widget');
  if (!isObject(own)) return;
  for (const name of Object.keys(own)) if (!isKnown(name)) yield unknown(widget, `widget.${name}`, name);
}

function isKnown(name: string): boolean {
  return [...topMembers, ...widgetMembers].some((one) => one === name);
}

function unknown(widget: WidgetUnderCheck, place: string, name: string): Violation {
  return widget.fault(place, 'unknown', { found: name, level: 'W' });
}
