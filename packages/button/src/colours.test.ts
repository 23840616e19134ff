import { describe, expect, it } from 'vitest';
import { coloursOf, darkColours, namedColours } from './colours.ts';

describe('the colours of the button', () => {
  it('the named colours have the surfaces and borders that integrators know', () => {
    expect([...namedColours].map(([name, { fill, edge }]) => [name, fill, edge])).toEqual([
      ['default', '#339dc7', '#006f9f'],
      ['blue', '#1976d2', '#004ba0'],
      ['violet', '#6a1b9a', '#38006b'],
      ['green', '#388e3c', '#00600f'],
      ['orange', '#f57f17', '#bc5100'],
      ['red', '#d84315', '#9f0000'],
    ]);
  });

  it.each([...namedColours, ['dark', darkColours] as const])(
    'the button colour “%s” has text with a contrast of 4.5:1 or more',
    (_, colours) => {
      expect(contrast(colours.fill, colours.text)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('the button’s colours use white text wherever white is readable', () => {
    for (const colours of namedColours.values()) {
      expect(colours.text === '#fff').toBe(contrast(colours.fill, '#fff') >= 4.5);
    }
  });

  it('the button’s colours follow the named colour, else the theme, else the default', () => {
    expect(coloursOf({ color: 'red', theme: 'dark' }).fill).toBe('#d84315');
    expect(coloursOf({ theme: 'dark' }).fill).toBe('#5cc0de');
    expect(coloursOf({ color: 'pink', theme: 'light' }).fill).toBe('#339dc7');
    expect(coloursOf({ color: 'constructor' }).fill).toBe('#339dc7');
    expect(coloursOf({}).fill).toBe('#339dc7');
  });
});

/** Contrast ratio of two colours. @see WCAG 2.2, "contrast ratio" and "relative luminance" */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const digits = hex.length === 4 ? hex.replace(/[^#]/g, '$&$&') : hex;
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
