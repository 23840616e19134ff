import { expect, test } from 'vitest';
import { found, manifest } from '../testing/a-widget.ts';
import { logoFilesCheck } from './set.ts';

test('a missing logo of a widget is reported with its size', () => {
  expect(found(logoFilesCheck)).toEqual([]);
  expect(found(logoFilesCheck, { files: { 'images/logo.png': false } })).toEqual([
    ['images/logo.png', '', 'missing', 'PNG 130×100', '', '', ''],
  ]);
});

test('a widget for the digital pipeline needs a logo of its own', () => {
  expect(found(logoFilesCheck, { manifest: { ...manifest, locations: ['digital_pipeline'] } })).toEqual([
    ['images/logo_dp.png', '', 'missing', 'PNG 174×109', '', '', ''],
  ]);
});

test('a logo of another format under a PNG’s name is reported', () => {
  const picture = { format: 'JPEG', width: 130, height: 100, animated: false, whole: true } as const;
  expect(found(logoFilesCheck, { files: { 'images/logo.png': { picture } } })).toEqual([
    ['images/logo.png', '', 'differs', 'PNG', 'JPEG', '', ''],
  ]);
});
