import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '..', 'assets', 'tokens.css'), 'utf8');
const [light = '', dark = ''] = css.split('prefers-color-scheme: dark');

function colours(source: string): Map<string, string> {
  return new Map([...source.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

/** Relative luminance of a colour as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

const grounds = ['paper', 'raised', 'sunken', 'deep-wash', 'buoy-wash', 'good-wash', 'bad-wash'];
const textColours = ['ink', 'muted', 'deep', 'deep-strong'];
const pairs = [
  ...textColours.flatMap((text) => grounds.map((ground) => [text, ground, 4.5] as const)),
  ...['buoy', 'good', 'bad'].flatMap((tone) =>
    ['paper', 'raised', 'sunken', `${tone}-wash`].map((ground) => [tone, ground, 4.5] as const),
  ),
  ['on-deep', 'deep', 4.5] as const,
  ['on-deep', 'deep-strong', 4.5] as const,
  ...grounds.map((ground) => ['control', ground, 3] as const),
];

describe.each([
  ['light', colours(light)],
  ['dark', colours(dark)],
])('%s theme', (_, theme) => {
  test.each(pairs)('the text or control colour %s on %s has a contrast of at least %d', (front, back, least) => {
    expect(contrast(theme.get(front) ?? '', theme.get(back) ?? '')).toBeGreaterThanOrEqual(least);
  });
});

test('the light and the dark theme define the same colours', () => {
  expect([...colours(dark).keys()].toSorted()).toEqual([...colours(light).keys()].toSorted());
});

test('the computed contrast follows WCAG: black on white is 21, #767676 on white 4.54', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});
