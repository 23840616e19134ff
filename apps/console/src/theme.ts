import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';
import { createTheme, defaultVariantColorsResolver } from '@mantine/core';

const ten = (value: string): MantineColorsTuple => [
  value,
  value,
  value,
  value,
  value,
  value,
  value,
  value,
  value,
  value,
];

/** Mantine’s theme, with the colours of the server pages (`tokens.css`). */
export const theme = createTheme({
  fontFamily: 'var(--text)',
  fontFamilyMonospace: 'var(--code)',
  primaryColor: 'deep',
  colors: { deep: ten('#0f5a73'), buoy: ten('#b5430f'), good: ten('#1b6e45'), bad: ten('#a61e2b') },
  defaultRadius: 8,
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.5rem' }, h2: { fontSize: '1.25rem' }, h3: { fontSize: '1.0625rem' } },
  },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  // Mantine would mix its own shades; these pairs of colours have tested contrast.
  variantColorResolver: (input) => {
    const { color = 'deep', variant } = input;
    const name = ['deep', 'buoy', 'good', 'bad'].includes(color) ? color : undefined;
    if (name === undefined) return defaultVariantColorsResolver(input);
    const own = `var(--${name})`;
    const wash = `var(--${name}-wash)`;
    switch (variant) {
      case 'filled':
        return { background: own, hover: `var(--${name}-strong, ${own})`, color: 'var(--on-deep)', border: 'none' };
      case 'light':
        return { background: wash, hover: wash, color: own, border: 'none' };
      default:
        return { background: 'transparent', hover: wash, color: own, border: `1px solid var(--control)` };
    }
  },
});

/** Sets Mantine's CSS variables to the colours of `tokens.css`. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--paper)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--muted)',
    '--mantine-color-anchor': 'var(--deep)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-placeholder': 'var(--muted)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--sunken)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--control)',
    '--mantine-color-gray-4': 'var(--control)',
    '--mantine-color-dark-4': 'var(--hairline)',
    '--mantine-color-dark-6': 'var(--raised)',
    '--mantine-color-disabled': 'var(--sunken)',
    '--mantine-color-disabled-color': 'var(--muted)',
    '--mantine-primary-color-filled': 'var(--deep)',
    '--mantine-primary-color-filled-hover': 'var(--deep-strong)',
    '--mantine-primary-color-light': 'var(--deep-wash)',
    '--mantine-primary-color-light-color': 'var(--deep)',
  };
  return { variables: {}, light: shared, dark: shared };
};
