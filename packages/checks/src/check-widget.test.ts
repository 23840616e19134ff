import { checkTexts } from '@pristan/locales/checks';
import { readWidget } from '@pristan/rules';
import { describe, expect, test } from 'vitest';
import { archiveChecks, checkWidget, findingsPerRuleMax } from './check-widget.ts';
import { findingText } from './finding-text.ts';

function report(manifest: object, files: readonly string[] = []) {
  const contents = {
    folder: '',
    files: files.map((path) => ({ path, bytes: 1 })),
    manifest: { path: 'manifest.json', text: JSON.stringify(manifest) },
    languages: [],
    code: [],
  };
  const reading = readWidget(contents);
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.problems));
  return checkWidget(contents, reading);
}

describe('the rules for widget archives', () => {
  test('the rules for widget archives have unique, stable ids', () => {
    expect(archiveChecks.map(({ rule }) => rule.id)).toEqual([
      'man.fields',
      'man.locations',
      'man.auth',
      'lang.complete',
      'img.set',
      'img.size',
      'img.weight',
      'img.still',
      'img.tour',
      'arch.encoding',
      'arch.readable',
      'arch.unused',
    ]);
  });

  test.each(Object.entries(checkTexts))(
    'each rule, and nothing else, has its requirement and an example that passes, as sentences (%s)',
    (_, { rules }) => {
      expect(Object.keys(rules).toSorted()).toEqual(archiveChecks.map(({ rule }) => rule.id).toSorted());
      for (const { text, passes } of Object.values(rules)) {
        expect(text).toMatch(/^\S.*\.$/);
        expect(passes).toMatch(/^\S.*\.$/);
      }
    },
  );

  test('each rule names the public page that requires it', () => {
    for (const { rule } of archiveChecks) expect(rule.source).toMatch(/^https:/);
  });
});

describe('a report on a widget', () => {
  test('the report on an empty manifest lists everything that is missing, blocking findings first', () => {
    const { findings } = report({});
    expect(findings.filter(({ code }) => code === 'missing').map(({ member, file }) => member || file)).toEqual([
      'script.js',
      'widget',
      'widget.name',
      'widget.description',
      'widget.short_description',
      'widget.locale',
      'widget.installation',
      'widget.support',
      'locations',
      'images/logo_main.png',
      'images/logo_small.png',
      'images/logo.png',
      'images/logo_medium.png',
      'images/logo_min.png',
      'tour',
    ]);
    expect(findings.every(({ blocks, level }) => blocks === (level === 'error'))).toBe(true);
  });

  test('a report on a widget contains a limited number of findings per rule, and counts the others', () => {
    const more = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`m${n}`, 1]));
    const { findings, omitted } = report({ ...more });
    expect(findings.filter(({ rule }) => rule === 'man.fields')).toHaveLength(findingsPerRuleMax);
    expect(omitted).toBe(18);
  });

  test('a report on a widget contains only the beginning of a value, without control characters', () => {
    const [finding] = report({ widget: { version: 'x'.repeat(500) } }).findings.filter(
      ({ member }) => member === 'widget.version',
    );
    expect(finding?.found).toHaveLength(80);
  });
});

test('a finding about a widget is shown as a sentence in the reader’s language', () => {
  const finding = { code: 'differs', expected: '130×100', found: '128×128' } as const;
  expect(findingText(finding, 'en')).toBe('Expected 130×100, found 128×128.');
  expect(findingText(finding, 'ru')).toBe('Ожидается 130×100, найдено 128×128.');
});

test('a value in a finding that looks like a placeholder is shown unchanged', () => {
  expect(findingText({ code: 'differs', expected: '{found}', found: '$&' }, 'en')).toBe('Expected {found}, found $&.');
});
