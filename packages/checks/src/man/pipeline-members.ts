import { isObject, jsonMember } from '@pristan/rules';
import type { Violation } from '../rule.ts';
import { snippet } from '../snippet.ts';
import type { WidgetUnderCheck } from '../widget-under-check.ts';
import { isAbsent, mustBe } from '../widget-under-check.ts';
import { fieldViolations } from './setting-members.ts';

const location = 'digital_pipeline';

/** Checks the manifest member `dp`, a widget's action in the digital pipeline. */
export function* pipelineViolations(widget: WidgetUnderCheck): Generator<Violation> {
  const placed = widget.at('dp');
  const listed = widget.locations.includes(location);
  if (placed.value === undefined && !listed) return;
  if (placed.value !== undefined && !listed)
    yield widget.fault(placed.place, 'misplaced', { expected: `locations: "${location}"`, found: 'dp', level: 'W' });
  yield* mustBe(widget, placed, 'object');
  if (!isObject(placed.value)) return;
  const { value: dp, place } = placed;
  const settings = jsonMember(dp, 'settings');
  const isEmptyList = Array.isArray(settings) && settings.length === 0;
  if (!isEmptyList) yield* mustBe(widget, { value: settings, place: `${place}.settings` }, 'object');
  if (isObject(settings)) {
    for (const [key, setting] of Object.entries(settings))
      yield* fieldViolations(widget, { setting, place: `${place}.settings.${key}` }, undefined);
  }
  yield* mustBe(widget, { value: jsonMember(dp, 'action_multiple'), place: `${place}.action_multiple` }, 'boolean');
  const url = jsonMember(dp, 'webhook_url');
  yield* mustBe(widget, { value: url, place: `${place}.webhook_url` }, 'text', { expected: 'https://…' });
  if (typeof url === 'string' && !isAbsent(url) && !isHttps(url))
    yield widget.fault(`${place}.webhook_url`, 'differs', { expected: 'https://…', found: snippet(url) });
  for (const name of Object.keys(dp)) {
    if (!['settings', 'action_multiple', 'webhook_url'].includes(name))
      yield widget.fault(`${place}.${name}`, 'unknown', { found: name, level: 'W' });
  }
}

function isHttps(url: string): boolean {
  return /^https:\/\/[^\s/?#]+\.[^\s/?#]+/i.test(url.trim());
}
