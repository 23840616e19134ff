import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beforePlace, placeText } from './page.ts';

test('every place that is written is read as the same one', () => {
  fc.assert(
    fc.property(fc.nat({ max: 999_999_999_999_999 }), fc.uuid(), (at, id) => {
      expect(beforePlace.parse(placeText({ at, id }))).toEqual({ at, id });
    }),
  );
});

test('what is not such a text is refused, whatever it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = beforePlace.safeParse(text);
      expect(read.success && placeText(read.data ?? { at: 0, id: '' }) !== text).toBe(false);
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
    expect(beforePlace.safeParse(text).success).toBe(false);
});
