import { expect, test } from 'vitest';
import { found, manifest, texts } from '../testing/a-widget.ts';
import { manifestAuthCheck } from './auth.ts';

const asks = (key: string, type = 'text', label = 'Login') =>
  found(manifestAuthCheck, {
    manifest: { ...manifest, settings: { [key]: { name: 'settings.it', type, required: true } } },
    languages: ['ru', 'en'].map((locale) => ({
      path: `i18n/${locale}.json`,
      text: JSON.stringify({ ...texts, settings: { it: label } }),
    })),
  }).length;

test('a widget setting that looks like an API key, by its key or label, is reported for a person to check', () => {
  for (const key of ['api_key', 'apiKey', 'api-token', 'user_hash', 'my_api_key']) expect(asks(key), key).toBe(1);
  expect(asks('key', 'pass', 'Ключ API')).toBe(1);
  expect(asks('key', 'pass', 'API-ключ из профиля')).toBe(1);
  expect(found(manifestAuthCheck, { manifest: { ...manifest, settings: { api_key: { type: 'pass' } } } })).toEqual([
    ['manifest.json', 'settings.api_key', 'asks_for_key', '', 'api_key', 'W', '20'],
  ]);
});

test('widget settings that are no API keys, and those filled by the widget’s own script, pass', () => {
  for (const key of ['login', 'password', 'capital_key', 'keyboard']) expect(asks(key), key).toBe(0);
  expect(asks('api_key', 'custom')).toBe(0);
});
