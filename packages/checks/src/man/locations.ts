import { locationForm } from '@pristan/rules';
import type { ArchiveCheck } from '../archive-check.ts';
import type { Violation } from '../rule.ts';
import { archiveRule, sources } from '../rule.ts';
import { snippet } from '../snippet.ts';
import type { WidgetUnderCheck } from '../widget-under-check.ts';
import { mustBe } from '../widget-under-check.ts';

/** The locations listed in the documentation of amoCRM and Kommo, without the suffix for the right panel. */
const known: ReadonlySet<string> = new Set(
  (
    'lcard ccard comcard cucard cuscard llist clist comlist culist tlist settings advanced_settings card_sdk catalogs ' +
    'lead_sources digital_pipeline everywhere salesbot_designer widget_page whatsapp_modal sms mobile_card ai_agent ' +
    'chats mail_card'
  ).split(' '),
);

/** The callbacks that a widget's code needs for a location; any one of them is enough. */
const handlers: Readonly<Record<string, readonly string[]>> = {
  settings: ['settings', 'onSave'],
  advanced_settings: ['advancedSettings'],
  digital_pipeline: ['dpSettings', 'onSave'],
  salesbot_designer: ['onSalesbotDesignerSave', 'salesbotDesignerSettings'],
  lead_sources: ['onSource', 'onAddAsSource', 'sourceSettings'],
  widget_page: ['initMenuPage'],
  card_sdk: ['loadPreloadedData', 'linkCard', 'searchDataInCard', 'loadElements'],
};

/** Check: a widget's manifest lists existing locations, each once, and the code handles each. */
export const manifestLocationsCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'man.locations',
    level: 'E/W',
    source: sources.structure,
  }),
  *find(widget) {
    const { value, place, home } = widget.at('locations');
    const expected = '["lcard-1"]';
    yield* mustBe(widget, { value, place, expected }, 'list');
    if (place !== home) yield widget.fault(place, 'misplaced', { expected: home, found: place });
    if (!Array.isArray(value)) return;
    if (value.length === 0) yield widget.fault(place, 'missing', { expected });
    for (const [index, location] of value.entries())
      yield* locationFaults(widget, { location, place: `${place}.${index}`, again: value.indexOf(location) < index });
  },
};

function* locationFaults(
  widget: WidgetUnderCheck,
  { location, place, again }: { readonly location: unknown; readonly place: string; readonly again: boolean },
): Generator<Violation> {
  const found = snippet(location);
  if (typeof location !== 'string' || !locationForm.test(location))
    return yield widget.fault(place, 'differs', { expected: '"lcard-1"', found });
  if (again) return yield widget.fault(place, 'twice', { found, level: 'W' });
  if (!known.has(location.replace(/-[01]$/, ''))) return yield widget.fault(place, 'unknown', { found, level: 'W' });
  const callbacks = handlers[location];
  const { words } = widget;
  if (callbacks === undefined || words === undefined || widget.file('script.js') === undefined) return;
  if (!callbacks.some((name) => words.has(name) || words.has(`this.${name}`)))
    yield widget.fault(place, 'unhandled', { expected: callbacks[0] ?? '', found, level: 'W' });
}
