import { describe, expect, test } from 'vitest';
import { found, manifest } from '../testing/a-widget.ts';
import { manifestLocationsCheck } from './locations.ts';

const told = (locations: unknown, code?: string) =>
  found(manifestLocationsCheck, { manifest: { ...manifest, locations }, ...(code !== undefined && { code }) }).map(
    (one) => one.slice(1, 6),
  );

test('a manifest that lists existing locations, each once and at the top, passes', () => {
  expect(told(['lcard-1', 'llist-0', 'everywhere'])).toEqual([]);
});

test.each([
  ['missing', undefined, ['locations', 'missing', '["lcard-1"]', '', 'E']],
  ['a string', 'lcard-1', ['locations', 'differs', '["lcard-1"]', '"lcard-1"', 'E']],
  ['empty', [], ['locations', 'missing', '["lcard-1"]', '', '']],
  ['of malformed names', ['L card'], ['locations.0', 'differs', '"lcard-1"', '"L card"', '']],
  ['naming an unknown location', ['sidebar'], ['locations.0', 'unknown', '', '"sidebar"', 'W']],
  ['naming a location twice', ['lcard-1', 'lcard-1'], ['locations.1', 'twice', '', '"lcard-1"', 'W']],
])('a manifest whose list of locations is %s is reported', (_, locations, finding) => {
  expect(told(locations)).toEqual([finding]);
});

test('a list of locations inside the member widget is reported', () => {
  const { locations, ...rest } = manifest;
  const moved = { ...rest, widget: { ...rest.widget, locations } };
  expect(found(manifestLocationsCheck, { manifest: moved }).map((one) => one.slice(1, 5))).toEqual([
    ['widget.locations', 'misplaced', 'locations', 'widget.locations'],
  ]);
});

describe('a location that needs a callback', () => {
  test('a location that needs a callback is reported when the widget’s code has none', () => {
    expect(told(['digital_pipeline'], 'render: function () {}')).toEqual([
      ['locations.0', 'unhandled', 'dpSettings', '"digital_pipeline"', 'W'],
    ]);
    expect(told(['digital_pipeline'], 'dpSettings: function () {}')).toEqual([]);
    expect(told(['widget_page'], 'this.callbacks.initMenuPage = go;')).toEqual([]);
  });

  test('a location that needs a callback is not reported when the widget has more code than is checked', () => {
    expect(
      found(manifestLocationsCheck, { manifest: { ...manifest, locations: ['digital_pipeline'] }, code: undefined }),
    ).toEqual([]);
  });
});
