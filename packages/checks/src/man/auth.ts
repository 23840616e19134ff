import { isObject, jsonMember, textAt } from '@pristan/rules';
import type { ArchiveCheck } from '../archive-check.ts';
import { archiveRule, sources } from '../rule.ts';
import type { WidgetUnderCheck } from '../widget-under-check.ts';

/** Matches a key of the platform's old API in a setting's key or label. Only a person can tell which API is meant. */
const apiKey = /(^|[^\p{L}])(api|user) ?(key|hash|token)(?!\p{L})|ключ[а-яё]* api|api ключ/iu;

/** Check: a widget does not ask users for API keys. */
export const manifestAuthCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'man.auth',
    by: 'm p',
    level: 'E',
    source: sources.requirements,
  }),
  *find(widget) {
    const { place } = widget.at('settings');
    for (const [key, setting] of Object.entries(widget.objectAt('settings'))) {
      if (!isObject(setting) || !['text', 'pass'].includes(String(jsonMember(setting, 'type')))) continue;
      if ([key, ...labels(widget, jsonMember(setting, 'name'))].some((text) => apiKey.test(words(text))))
        yield widget.fault(`${place}.${key}`, 'asks_for_key', { found: key, level: 'W' });
    }
  },
};

function labels(widget: WidgetUnderCheck, name: unknown): readonly string[] {
  if (typeof name !== 'string') return [];
  return widget.languages.map(({ texts }) => (typeof texts === 'string' ? '' : (textAt(texts, name) ?? '')));
}

/** Splits `apiKey` and `my_api_key` into separate words. */
function words(text: string): string {
  return text.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_-]/g, ' ');
}
