import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadAssets } from '../../apps/server/src/pages/assets.ts';
import { languages } from '../../apps/server/src/pages/texts.ts';
import { heavyConsent } from './authorize-samples.tsx';
import { renderSample } from './render-sample.ts';
import { samples } from './samples.ts';

const cases = languages.flatMap((language) => samples.map((sample) => ({ language, sample, name: sample.name })));
const assetUrl = (name: string) => `/assets/${name}`;

describe.each(cases)('$name in $language', ({ language, sample }) => {
  const html = renderSample(sample, language, assetUrl);

  test('is a whole document in its language with one title, one main and one first-level heading', () => {
    expect(html.startsWith(`<!doctype html><html lang="${language}">`)).toBe(true);
    expect(html.endsWith('</html>')).toBe(true);
    expect(html.match(/<title>[^<]+ · Pristan<\/title>/g)).toHaveLength(1);
    expect(html.match(/<main /g)).toHaveLength(1);
    expect(html.match(/<h1>/g)).toHaveLength(1);
  });

  test('keeps to a strict content security policy: no inline script, style or handler', () => {
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    expect(html.match(/<script(?! src="\/assets\/[\w.]+" defer><\/script>)/g)).toBeNull();
  });

  test('leaves no gap, no text name and no unknown value in what is read', () => {
    const read = html.replace(/<[^>]+>/g, ' ');
    expect(read).not.toMatch(/\{\{|\}\}|\$t\(|[\uE000\uE001]|undefined|null|NaN|\[object/);
    expect(read).not.toMatch(/\b(frame|accounts|registry|authorize|install|moderation):[a-z]/);
  });

  test('gives every visible input a label, and posts every form with what the server asked for', () => {
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

  test('nests only what HTML lets nest: nothing a parser would tear out of a paragraph', () => {
    for (const [, paragraph] of html.matchAll(/<p(?: [^>]*)?>(.*?)<\/p>/g)) {
      expect(paragraph).not.toMatch(/<(form|div|ul|ol|dl|p|section|details|h[1-6])\b/);
    }
  });
});

test('consent weighs less than 30 kB with its style sheet, without logo and fonts, even at its heaviest', async () => {
  const folder = fileURLToPath(new URL('../../apps/server/src/pages/assets', import.meta.url));
  const assets = await loadAssets(folder, new Map([['return.js', Buffer.from('')]]));
  const css = assets.at(assets.url('pages.css'))?.body.length ?? Infinity;
  for (const language of languages) {
    expect(css + Buffer.byteLength(renderSample(heavyConsent, language, assets.url))).toBeLessThan(30_000);
  }
});

test('the first submit button of the sign-in page signs in, also for scripts that look for username and password', () => {
  const signIn = samples.find((sample) => sample.name === 'sign-in');
  if (signIn === undefined) throw new Error('The sign-in page has no sample');
  const html = renderSample(signIn, 'en', assetUrl);
  expect(html.match(/<button type="submit"[^>]*>([^<]+)</)?.[1]).toBe('Sign in');
  expect(html).toMatch(/name="username"[^>]*autocomplete="username"|autocomplete="username"[^>]*name="username"/);
  expect(html).toMatch(/<input type="password" id="password" name="password"/);
});

describe('hostile words', () => {
  const hostile = '"><hostile onload=alert(1)>{{name}} $t(frame:skip) \u202E</title><!--';
  const addresses = /^(html|action|location|.*Html|.*[uU]rl)$/;

  /** Every free text of a view replaced; what the server makes (addresses, sanitised HTML, states) stays. */
  function poisoned(value: unknown, key: string): unknown {
    if (typeof value === 'string') return addresses.test(key) || /^[a-z_]*$/.test(value) ? value : hostile;
    if (Array.isArray(value)) return value.map((item) => poisoned(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poisoned(item, name)]));
  }

  test.each(cases)('stay words: $name in $language', ({ language, sample }) => {
    const node = { ...sample.node, props: poisoned(sample.node.props, '') as typeof sample.node.props };
    const viewer = sample.viewer && { ...sample.viewer, name: hostile, email: hostile };
    const html = renderSample({ ...sample, node, viewer }, language, assetUrl);
    expect(html).not.toMatch(/<hostile|<\/title><!--|<!--/);
    expect(html.match(/<\/title>/g)).toHaveLength(1);
  });
});
