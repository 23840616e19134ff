import { readFile } from 'node:fs/promises';
import { problemTexts } from '@pristan/locales/problems';
import {
  fieldProblemCodes,
  formatPlatformProblem,
  isProblemCode,
  problemDocument,
  problemStatuses,
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
    expect(rows('Codes').map(([code, status]) => [code, Number(status)])).toEqual(Object.entries(problemStatuses));
  });

  test('docs/spec/api-problems.md lists every error code of a request field, and no other', () => {
    expect(rows('Codes of fields').map(([code]) => code)).toEqual(fieldProblemCodes);
  });

  test('docs/spec/api-problems.md shows a valid problem document', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    const shown: unknown = JSON.parse(example);
    expect(problemDocument.strict().parse(shown)).toEqual(shown);
    expect(shown).toEqual(
      formatPlatformProblem('invalid_fields', {
        site: 'https://pristan.example',
        texts: problemTexts.en,
        requestId: 'req-1a',
        errors: [{ field: 'button_origins.2', code: 'not_an_origin' }],
      }),
    );
  });
});

describe('the catalogue of API problems', () => {
  test.each(Object.entries(problemTexts))(
    'every API problem, and nothing else, has its texts as sentences (%s)',
    (_, { problems, fields }) => {
      expect(Object.keys(problems).toSorted()).toEqual(Object.keys(problemStatuses).toSorted());
      expect(Object.keys(fields).toSorted()).toEqual(fieldProblemCodes.toSorted());
      for (const { title, detail } of Object.values(problems)) {
        expect(title).toMatch(/^\p{Lu}.*[^.]$/u);
        expect(detail).toMatch(/\.$/);
      }
      for (const text of Object.values(fields)) expect(text).toMatch(/\.$/);
    },
  );

  test('the catalogue of API problems knows only its own codes, not inherited property names such as “constructor”', () => {
    expect(isProblemCode('busy')).toBe(true);
    for (const text of ['toString', '__proto__', 'constructor', '', 'BUSY']) expect(isProblemCode(text)).toBe(false);
  });
});
