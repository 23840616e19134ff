import { expect, test } from 'vitest';
import { found } from '../testing/a-widget.ts';
import { stillPicturesCheck } from './still.ts';

const moving = (width: number, height: number) => ({
  picture: { format: 'PNG', width, height, animated: true, whole: true } as const,
});

test('an animated logo or tour picture of a widget is reported once', () => {
  expect(found(stillPicturesCheck)).toEqual([]);
  expect(
    found(stillPicturesCheck, { files: { 'images/logo.png': moving(130, 100), 'images/tour.png': moving(1188, 616) } }),
  ).toEqual([
    ['images/logo.png', '', 'animated', '', '', '', ''],
    ['images/tour.png', '', 'animated', '', '', '', ''],
  ]);
});
