import type { JsonObject } from '@pristan/rules';
import { isObject } from '@pristan/rules';
import type { Violation } from '../rule.ts';
import type { WidgetUnderCheck } from '../widget-under-check.ts';
import { mustBe } from '../widget-under-check.ts';

/**
 * Checks a manifest member that belongs to a location: the location requires it, and without the location it is never
 * shown.
 *
 * @param inside checks the member's own members
 */
export function* withLocation(
  widget: WidgetUnderCheck,
  { name, location }: { readonly name: 'advanced' | 'salesbot_designer' | 'dp'; readonly location: string },
  inside: (placed: { readonly value: JsonObject; readonly place: string }) => Generator<Violation>,
): Generator<Violation> {
  const { value, place } = widget.at(name);
  const listed = widget.locations.includes(location);
  if (value === undefined && !listed) return;
  if (value !== undefined && !listed)
    yield widget.fault(place, 'misplaced', { expected: `locations: "${location}"`, found: name, level: 'W' });
  yield* mustBe(widget, { value, place }, 'object');
  if (isObject(value)) yield* inside({ value, place });
}
