import { isEmail, isObject, isSupportLink, isTextKey, manifestPath, jsonMember } from '@pristan/rules';
import type { Violation } from '../rule.ts';
import { snippet } from '../snippet.ts';
import type { WidgetUnderCheck } from '../widget-under-check.ts';
import { isAbsent, mustBe } from '../widget-under-check.ts';

/** Checks the required files of a widget archive and the manifest member `widget`. */
export function* widgetViolations(widget: WidgetUnderCheck): Generator<Violation> {
  const { folder, manifestName = manifestPath } = widget.contents;
  const found = `${folder}${manifestName}`;
  if (found !== manifestPath) yield { file: manifestPath, code: 'misplaced', expected: manifestPath, found };
  if (widget.file('script.js') === undefined) yield widget.absent('script.js');
  const own = jsonMember(widget.root, 'widget');
  if (!isObject(own)) yield* mustBe(widget, { value: own ?? undefined, place: 'widget' }, 'object');
  for (const name of ['name', 'description', 'short_description'] as const) yield* textFaults(widget, name);
  yield* localeFaults(widget);
  yield* mustBe(widget, widget.at('installation'), 'boolean');
  yield* versionFaults(widget);
  yield* supportFaults(widget);
  for (const name of ['init_once', 'is_showcase'] as const) {
    const placed = widget.at(name);
    if (placed.value !== undefined) yield* mustBe(widget, { ...placed, level: 'W' }, 'boolean');
  }
  for (const name of homeless) yield* homeFaults(widget, name);
}

const homeless = [
  'name',
  'locale',
  'support',
  'settings',
  'tour',
  'dp',
  'advanced',
  'salesbot_designer',
  'left_menu',
] as const;

function* homeFaults(widget: WidgetUnderCheck, name: (typeof homeless)[number]): Generator<Violation> {
  const { place, home } = widget.at(name);
  if (place !== home) yield widget.fault(place, 'misplaced', { expected: home, found: place });
}

function* textFaults(
  widget: WidgetUnderCheck,
  name: 'name' | 'description' | 'short_description',
): Generator<Violation> {
  const placed = widget.at(name);
  const expected = `"widget.${name}"`;
  yield* mustBe(widget, { ...placed, expected }, 'text');
  if (
    typeof placed.value === 'string' &&
    !isAbsent(placed.value) &&
    !isTextKey(placed.value) &&
    !hasText(widget, placed.value)
  )
    yield widget.fault(placed.place, 'differs', { expected, found: snippet(placed.value) });
}

/** Whether a word without a dot is nevertheless the key of a text. */
function hasText(widget: WidgetUnderCheck, key: string): boolean {
  return widget.languages.some(({ texts }) => typeof texts !== 'string' && typeof jsonMember(texts, key) === 'string');
}

function* localeFaults(widget: WidgetUnderCheck): Generator<Violation> {
  const { value, place } = widget.at('locale');
  const expected = '["ru", "en"]';
  yield* mustBe(widget, { value, place, expected }, 'list');
  if (!Array.isArray(value)) return;
  if (value.length === 0) yield widget.fault(place, 'missing', { expected });
  for (const [index, locale] of value.entries()) {
    const at = `${place}.${index}`;
    if (typeof locale !== 'string' || !/^[a-z]{2}$/.test(locale))
      yield widget.fault(at, 'differs', { expected: '"ru"', found: snippet(locale) });
    else if (value.indexOf(locale) < index) yield widget.fault(at, 'twice', { found: snippet(locale), level: 'W' });
  }
}

function* versionFaults(widget: WidgetUnderCheck): Generator<Violation> {
  const version = widget.at('version');
  if (version.value !== undefined && !(typeof version.value === 'string' && /^[\w.+-]{1,40}$/.test(version.value)))
    yield widget.fault(version.place, 'differs', { expected: '"1.0.0"', found: snippet(version.value) });
  const { value, place } = widget.at('interface_version');
  if (value !== undefined && typeof value !== 'number')
    yield widget.fault(place, 'differs', { expected: '2', found: snippet(value), level: 'W' });
}

function* supportFaults(widget: WidgetUnderCheck): Generator<Violation> {
  const placed = widget.at('support');
  yield* mustBe(widget, placed, 'object');
  if (!isObject(placed.value)) return;
  const link = jsonMember(placed.value, 'link');
  const email = jsonMember(placed.value, 'email');
  const at = { link: `${placed.place}.link`, email: `${placed.place}.email` };
  if (isAbsent(link) && isAbsent(email))
    yield widget.fault(at.link, 'missing', { expected: 'https://… | name@example.com' });
  if (!isAbsent(link) && !(typeof link === 'string' && isSupportLink(link)))
    yield widget.fault(at.link, 'differs', { expected: 'https://…', found: snippet(link) });
  if (!isAbsent(email) && !(typeof email === 'string' && isEmail(email)))
    yield widget.fault(at.email, 'differs', { expected: 'name@example.com', found: snippet(email) });
}
