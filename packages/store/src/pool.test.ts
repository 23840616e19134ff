import fc from 'fast-check';
import pg from 'pg';
import { expect, test } from 'vitest';
import { textsOf } from './pool.ts';

test.each([
  ['{}', []],
  ['{crm}', ['crm']],
  ['{crm,notifications}', ['crm', 'notifications']],
  ['{"a b",c}', ['a b', 'c']],
  ['{NULL}', [null]],
  ['{"NULL"}', ['NULL']],
  [String.raw`{"a\"b","c\\d"}`, ['a"b', 'c\\d']],
])('an array of texts is read as PostgreSQL writes it: %s', (literal, texts) => {
  expect(textsOf(literal)).toEqual(texts);
});

test('an array of texts is read as pg’s own parser reads it', () => {
  const textArray: number = 1009;
  const parse = pg.types.getTypeParser(textArray, 'text') as (literal: string) => unknown;
  const piece = fc.constantFrom('a', 'crm', 'NULL', ',', '""', '" "', '_', '-', '.', 'Z', '9');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const literal = `{${pieces.join('')}}`;
      let expected: unknown;
      try {
        expected = parse(literal);
      } catch {
        return;
      }
      // PostgreSQL writes no array with an empty unquoted element.
      fc.pre(!/\{,|,,|,\}/.test(literal));
      expect(textsOf(literal)).toEqual(expected);
    }),
  );
});
