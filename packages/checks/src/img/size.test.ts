import { expect, test } from 'vitest';
import { found, manifest } from '../testing/a-widget.ts';
import { logoSizeCheck } from './size.ts';

const png = (width: number, height: number) => ({
  picture: { format: 'PNG', width, height, animated: false, whole: true } as const,
});

test('every logo of a widget must have its size; a logo of another size is reported with the expected one', () => {
  expect(found(logoSizeCheck)).toEqual([]);
  for (const [name, width, height] of [
    ['logo_main', 400, 272],
    ['logo_small', 108, 108],
    ['logo', 130, 100],
    ['logo_medium', 240, 84],
    ['logo_min', 84, 84],
  ] as const) {
    const path = `images/${name}.png`;
    expect(found(logoSizeCheck, { files: { [path]: png(1, 2) } })).toEqual([
      [path, '', 'differs', `${width}×${height}`, '1×2', '', ''],
    ]);
  }
});

test('the logo logo_dp is checked only when the widget is for the digital pipeline', () => {
  const files = { 'images/logo_dp.png': png(10, 10) };
  expect(found(logoSizeCheck, { files })).toEqual([]);
  expect(found(logoSizeCheck, { files, manifest: { ...manifest, locations: ['digital_pipeline'] } })).toEqual([
    ['images/logo_dp.png', '', 'differs', '174×109', '10×10', '', ''],
  ]);
});
