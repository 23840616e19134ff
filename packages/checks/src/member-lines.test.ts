import { expect, test } from 'vitest';
import { memberLines } from './member-lines.ts';

test('every member and every list entry of a JSON text has its line', () => {
  const text = '{\n  "a": {\n    "b": [\n      1, {"c": "x,\\"}:"},\n      [2]\n    ]\n  },\n  "d": true\n}';
  expect(Object.fromEntries(memberLines(text))).toEqual({
    a: 2,
    'a.b': 3,
    'a.b.0': 4,
    'a.b.1': 4,
    'a.b.1.c': 4,
    'a.b.2': 5,
    'a.b.2.0': 5,
    d: 8,
  });
});

test('a repeated member of a JSON text has its first line', () => {
  expect(memberLines('{"a":1,\n"a":2}').get('a')).toBe(1);
});

test('lines of a JSON text are found at any depth of nesting without using the call stack', () => {
  expect(memberLines(`{"a":${'['.repeat(32_000)}${']'.repeat(32_000)}}`).get('a')).toBe(1);
});
