import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const glossary = readFileSync(new URL('docs/glossary.md', root), 'utf8');
const { names } = JSON.parse(readFileSync(new URL('tools/words.json', root), 'utf8')) as { names: string[] };

const rows = glossary
  .split('\n')
  .filter((line) => /^\| (?!English)/.test(line))
  .map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );

test('each term of the glossary has one row, with a meaning in English and in Russian', () => {
  const faulty = rows.filter(([english = '', russian = '', meaning = '', ...rest]) => {
    const [inEnglish = '', inRussian = '', ...more] = meaning.split(' · ');
    const isTerm = /[a-z]/i.test(english) && russian !== '' && rest.length === 1;
    return !isTerm || !/[a-z].*[.]$/i.test(inEnglish) || !/[а-я].*[.]$/.test(inRussian) || more.length > 0;
  });
  expect(faulty).toEqual([]);
  const terms = rows.map(([english]) => english);
  expect(terms).toEqual([...new Set(terms)]);
  expect(terms).toContain('idempotency key');
});

test('the check of names refuses each word in code that the glossary replaces', () => {
  const replaced = rows.flatMap(([, , , instead = '']) => [...instead.matchAll(/`(\w+)`/g)].map(([, word]) => word));
  expect(names).toEqual(expect.arrayContaining(replaced));
  expect(replaced).toContain('standing');
});
