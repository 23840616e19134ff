import type { JsonObject } from '@pristan/rules';
import { isObject, isTextKey, jsonMember } from '@pristan/rules';
import type { WidgetUnderCheck } from '../widget-under-check.ts';

/** A text key in a widget's manifest, with its place there. */
export interface NamedText {
  readonly key: string;
  readonly place: string;
}

/** Every text key in a widget's manifest, in order. A member that contains a text itself has no text key. */
export function namedTexts(widget: WidgetUnderCheck): readonly NamedText[] {
  const named: NamedText[] = [];
  const add = (value: unknown, place: string): void => {
    if (typeof value === 'string' && isTextKey(value)) named.push({ key: value, place });
  };
  const addNames = (object: unknown, place: string, text: 'name' | 'title'): void => {
    for (const [key, inner] of entriesOf(object)) add(jsonMember(inner, text), `${place}.${key}.${text}`);
  };
  for (const name of ['name', 'description', 'short_description'] as const) {
    const { value, place } = widget.at(name);
    add(value, place);
  }
  addNames(widget.at('settings').value, 'settings', 'name');
  const tour = widget.objectAt('tour');
  if (jsonMember(tour, 'is_tour') !== false) add(jsonMember(tour, 'tour_description'), 'tour.tour_description');
  addNames(jsonMember(widget.objectAt('dp'), 'settings'), 'dp.settings', 'name');
  add(jsonMember(widget.objectAt('advanced'), 'title'), 'advanced.title');
  const designer = widget.at('salesbot_designer').value;
  addNames(designer, 'salesbot_designer', 'name');
  for (const [key, handler] of entriesOf(designer))
    addNames(jsonMember(handler, 'settings'), `salesbot_designer.${key}.settings`, 'name');
  addNames(widget.at('left_menu').value, 'left_menu', 'title');
  return named;
}

function entriesOf(value: unknown): readonly (readonly [string, JsonObject])[] {
  return Object.entries(isObject(value) ? value : {}).flatMap(([key, inner]) =>
    isObject(inner) ? [[key, inner] as const] : [],
  );
}
