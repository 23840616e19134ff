import { isObject, jsonMember } from '@pristan/rules';
import type { Violation } from '../rule.ts';
import { snippet } from '../snippet.ts';
import type { WidgetUnderCheck } from '../widget-under-check.ts';
import { isAbsent, mustBe } from '../widget-under-check.ts';
import { fieldViolations } from './setting-members.ts';
import { withLocation } from './with-location.ts';

/** Checks the manifest member `dp`, a widget's action in the digital pipeline. */
export function pipelineViolations(widget: WidgetUnderCheck): Generator<Violation> {
  return withLocation(widget, { name: 'dp', location: 'digital_pipeline' }, function* ({ value: dp, place }) {
    const settings = jsonMember(dp, 'settings');
    const isEmptyList = Array.isArray(settings) && settings.length === 0;
    if (!isEmptyList) yield* mustBe(widget, { value: settings, place: `${place}.settings` }, 'object');
    if (isObject(settings)) {
      for (const [key, setting] of Object.entries(settings))
        yield* fieldViolations(widget, { setting, place: `${place}.settings.${key}` }, undefined);
    }
    yield* mustBe(widget, { value: jsonMember(dp, 'action_multiple'), place: `${place}.action_multiple` }, 'boolean');
    const url = jsonMember(dp, 'webhook_url');
    yield* mustBe(widget, { value: url, place: `${place}.webhook_url`, expected: 'https://…' }, 'text');
    if (typeof url === 'string' && !isAbsent(url) && !isHttps(url))
      yield widget.fault(`${place}.webhook_url`, 'differs', { expected: 'https://…', found: snippet(url) });
    for (const name of Object.keys(dp)) {
      if (!['settings', 'action_multiple', 'webhook_url'].includes(name))
        yield widget.fault(`${place}.${name}`, 'unknown', { found: name, level: 'W' });
    }
  });
}

function isHttps(url: string): boolean {
  return /^https:\/\/[^\s/?#]+\.[^\s/?#]+/i.test(url.trim());
}
