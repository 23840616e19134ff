import { describe, expect, test } from 'vitest';
import { openAssets } from '../../apps/server/src/http/assets.ts';
import { languages } from '@pristan/wire';
import { heavyConsent } from './authorize-samples.tsx';
import { renderSample } from './render-sample.ts';
import { samples } from './samples.ts';

const cases = languages.flatMap((language) => samples.map((sample) => ({ language, sample, name: sample.name })));
const assetUrl = (name: string) => `/assets/${name}`;

describe.each(cases)('$name in $language', ({ language, sample }) => {
  const html = renderSample(sample, language, assetUrl);

  test('a page is a complete document in its language with one title, one main and one first-level heading', () => {
    expect(html.startsWith(`<!doctype html><html lang="${language}">`)).toBe(true);
    expect(html.endsWith('</html>')).toBe(true);
    expect(html.match(/<title>[^<]+ · Pristan<\/title>/g)).toHaveLength(1);
    expect(html.match(/<main /g)).toHaveLength(1);
    expect(html.match(/<h1>/g)).toHaveLength(1);
  });

  test('a page has no inline script, style or handler, as its Content-Security-Policy requires', () => {
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    expect(html.match(/<script(?! src="\/assets\/[\w.]+" defer><\/script>)/g)).toBeNull();
  });

  test('a page’s text has no unfilled placeholder, no text key and no undefined value', () => {
    const read = html.replace(/<[^>]+>/g, ' ');
    expect(read).not.toMatch(/\{\{|\}\}|\$t\(|[\uE000\uE001]|undefined|null|NaN|\[object/);
    expect(read).not.toMatch(/\b(frame|accounts|registry|authorize|install|moderation):[a-z]/);
  });

  test('a page labels every visible input, and posts every form with its hidden fields', () => {
    for (const [, id] of html.matchAll(/<(?:input|textarea)[^>]* id="([\w-]+)"/g)) {
      expect(html).toContain(`<label for="${id}">`);
    }
    const forms = [...html.matchAll(/<form ([^>]+)>(.*?)<\/form>/g)];
    for (const [, attributes, body] of forms) {
      expect(attributes).toContain('method="post"');
      expect(body).toContain('<input type="hidden" name="once" value="b25jZQ"');
      expect(body).toMatch(/<button type="submit"/);
    }
  });

  test('a page has no element in a paragraph that an HTML parser would move out', () => {
    for (const [, paragraph] of html.matchAll(/<p(?: [^>]*)?>(.*?)<\/p>/g)) {
      expect(paragraph).not.toMatch(/<(form|div|ul|ol|dl|p|section|details|h[1-6])\b/);
    }
  });
});

test('the heaviest consent page has less than 30 kB with its style sheet, without logo and fonts', async () => {
  const assets = await openAssets();
  const css = assets.at(assets.url('pages.css'))?.body.length ?? Infinity;
  for (const language of languages) {
    expect(css + Buffer.byteLength(renderSample(heavyConsent, language, assets.url))).toBeLessThan(30_000);
  }
});

test('the first submit button of the sign-in page signs in, and its fields are named username and password', () => {
  const signIn = samples.find((sample) => sample.name === 'sign-in');
  if (signIn === undefined) throw new Error('The sign-in page has no sample');
  const html = renderSample(signIn, 'en', assetUrl);
  expect(html.match(/<button type="submit"[^>]*>([^<]+)</)?.[1]).toBe('Sign in');
  expect(html).toMatch(/name="username"[^>]*autocomplete="username"|autocomplete="username"[^>]*name="username"/);
  expect(html).toMatch(/<input type="password" id="password" name="password"/);
});

describe('hostile text', () => {
  const hostile = '"><hostile onload=alert(1)>{{name}} $t(frame:skip) \u202E</title><!--';
  const addresses = /^(html|action|location|.*Html|.*[uU]rl)$/;

  /**
   * Replaces every free text of a page’s data by hostile text; values made by the server (addresses, sanitised HTML,
   * states) stay.
   */
  function poisoned(value: unknown, key: string): unknown {
    if (typeof value === 'string') return addresses.test(key) || /^[a-z_]*$/.test(value) ? value : hostile;
    if (Array.isArray(value)) return value.map((item) => poisoned(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poisoned(item, name)]));
  }

  test.each(cases)('hostile text in the page $name ($language) is shown as text', ({ language, sample }) => {
    const node = { ...sample.node, props: poisoned(sample.node.props, '') as typeof sample.node.props };
    const viewer = sample.viewer && { ...sample.viewer, name: hostile, email: hostile };
    const html = renderSample({ ...sample, node, viewer }, language, assetUrl);
    expect(html).not.toMatch(/<hostile|<\/title><!--|<!--/);
    expect(html.match(/<\/title>/g)).toHaveLength(1);
  });
});
