import { expect, test } from 'vitest';
import { isTagComplete, buttonTag, defaultOptions, defaultOptionsFor, type ButtonOptions } from './button-tag.ts';

const options: ButtonOptions = { ...defaultOptions, scopes: [] };
const { texts } = options;
const place = { site: 'https://platform.example', clientId: '0f3c2a9e-6f0e-4a54-9d7c-3b1f1f3b7c11' };

test('an integration’s ID alone is enough for a button’s tag', () => {
  expect(buttonTag(options, place)).toBe(`<script
  class="pristan_oauth"
  src="https://platform.example/auth/button.min.js"
  data-client-id="0f3c2a9e-6f0e-4a54-9d7c-3b1f1f3b7c11"
></script>`);
});

test('quotes, angle brackets and ampersands in a button’s title are escaped in its tag', () => {
  const title = `"><script>alert('1')</script>&quot;`;
  expect(buttonTag({ ...options, texts: { ...texts, title } }, place)).toBe(`<script
  class="pristan_oauth"
  src="https://platform.example/auth/button.min.js"
  data-client-id="0f3c2a9e-6f0e-4a54-9d7c-3b1f1f3b7c11"
  data-title="&quot;&gt;&lt;script&gt;alert('1')&lt;/script&gt;&amp;quot;"
></script>`);
});

test('every option of the button has its attribute in the tag', () => {
  const all = Object.fromEntries(Object.keys(texts).map((name) => [name, name])) as ButtonOptions['texts'];
  const described = buttonTag(
    { kind: 'metadata', class: 'amocrm_oauth', compact: true, scopes: ['crm', 'notifications'], texts: all },
    place,
  );
  expect(described).toBe(`<script
  class="amocrm_oauth"
  src="https://platform.example/auth/button.min.js"
  data-name="name"
  data-description="description"
  data-redirect_uri="redirect_uri"
  data-secrets_uri="secrets_uri"
  data-scopes="crm,notifications"
  data-logo="logo"
  data-handover-challenge="handover-challenge"
  data-title="title"
  data-locale="locale"
  data-color="color"
  data-theme="theme"
  data-compact="true"
  data-mode="mode"
  data-state="state"
  data-error-callback="error-callback"
  data-class-name="class-name"
></script>`);
});

test('a tag that lacks a part of the integration’s description is not complete', () => {
  const whole = {
    ...texts,
    name: 'N',
    description: 'D',
    redirect_uri: 'https://a.example',
    secrets_uri: 'https://a.example',
  };
  expect(isTagComplete({ ...options, kind: 'metadata', scopes: ['crm'], texts: whole })).toBe(true);
  expect(isTagComplete({ ...options, kind: 'metadata', scopes: [], texts: whole })).toBe(false);
  expect(isTagComplete({ ...options, kind: 'metadata', scopes: ['crm'], texts: { ...whole, name: '' } })).toBe(false);
});

test('a tag starts with Kommo’s class on a platform with Kommo’s dialect, otherwise with `pristan_oauth`', () => {
  expect(buttonTag(defaultOptionsFor('2'), place)).toContain('class="kommo_oauth"');
  for (const platform of ['1', undefined])
    expect(buttonTag(defaultOptionsFor(platform), place)).toContain('"pristan_oauth"');
});
