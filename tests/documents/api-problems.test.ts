import { readFile } from 'node:fs/promises';
import {
  fieldProblemCatalogue,
  formatPlatformProblem,
  isProblemCode,
  problemCatalogue,
  problemDocument,
} from '@pristan/wire/api';
import { describe, expect, test } from 'vitest';

const page = await readFile(new URL('../../docs/spec/api-problems.md', import.meta.url), 'utf8');

/** The cells of the table under this heading of docs/spec/api-problems.md. */
function rows(heading: string): string[][] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const lines = section.split('\n## ')[0]?.split('\n') ?? [];
  return lines
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}

describe('docs/spec/api-problems.md', () => {
  test('docs/spec/api-problems.md lists every problem code of the catalogue with its status, and no other', () => {
    expect(rows('Codes').map(([code, status]) => [code, Number(status)])).toEqual(
      Object.entries(problemCatalogue).map(([code, { status }]) => [code, status]),
    );
  });

  test('docs/spec/api-problems.md lists every error code of a request field, and no other', () => {
    expect(rows('Codes of fields').map(([code]) => code)).toEqual(Object.keys(fieldProblemCatalogue));
  });

  test('docs/spec/api-problems.md shows a valid problem document', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const shown: unknown = JSON.parse(example);
    expect(problemDocument.strict().parse(shown)).toEqual(shown);
    expect(shown).toEqual(
      formatPlatformProblem('invalid_fields', {
        site: 'https://pristan.example',
        language: 'en',
        requestId: 'req-1a',
        errors: [{ field: 'button_origins.2', code: 'not_an_origin' }],
      }),
    );
  });
});

describe('the catalogue of API problems', () => {
  test('every API problem has its texts in both languages, as sentences', () => {
    for (const entry of Object.values(problemCatalogue)) {
      for (const language of ['ru', 'en'] as const) {
        expect(entry[language].title).toMatch(/^\p{Lu}.*[^.]$/u);
        expect(entry[language].detail).toMatch(/\.$/);
      }
      expect(entry.ru.title).toMatch(/\p{Script=Cyrillic}/u);
    }
    for (const words of Object.values(fieldProblemCatalogue)) {
      expect(words.en).toMatch(/\.$/);
      expect(words.ru).toMatch(/\p{Script=Cyrillic}.*\.$/u);
    }
  });

  test('the catalogue of API problems knows only its own codes, not inherited property names such as “constructor”', () => {
    expect(isProblemCode('busy')).toBe(true);
    for (const text of ['toString', '__proto__', 'constructor', '', 'BUSY']) expect(isProblemCode(text)).toBe(false);
  });
});
