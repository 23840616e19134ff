import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beforeCursor, formatCursor } from './page.ts';

test('every cursor of a list is read back as it was written', () => {
  fc.assert(
    fc.property(fc.nat({ max: 999_999_999_999_999 }), fc.uuid(), (at, id) => {
      expect(beforeCursor.parse(formatCursor({ at, id }))).toEqual({ at, id });
    }),
  );
});

test('a malformed cursor of a list is rejected', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = beforeCursor.safeParse(text);
      expect(read.success && formatCursor(read.data ?? { at: 0, id: '' }) !== text).toBe(false);
    }),
  );
  for (const text of [
    '',
    '-',
    '1-',
    '1-x',
    '1-00000000-0000-4000-8000-000000000000 ',
    '1e3-00000000-0000-4000-8000-000000000000',
  ])
    expect(beforeCursor.safeParse(text).success).toBe(false);
});
