import { expect, test } from 'vitest';
import { found } from '../testing/a-widget.ts';
import { pictureBytesCheck } from './weight.ts';

test('logos and tour pictures of 300 KB pass; those with one byte more are reported', () => {
  for (const path of ['images/logo_main.png', 'images/tour.png']) {
    expect(found(pictureBytesCheck, { files: { [path]: { bytes: 307_200 } } })).toEqual([]);
    expect(found(pictureBytesCheck, { files: { [path]: { bytes: 307_201 } } })).toEqual([
      [path, '', 'too_long', '300 KB', '301 KB', '', ''],
    ]);
  }
});

test('a picture that the widget never shows may have any size', () => {
  expect(found(pictureBytesCheck, { files: { 'images/other.png': { bytes: 900_000 } } })).toEqual([]);
});
