import type { TagData } from './tag.ts';

/** A button's surface, border and text colour. The text has a contrast of 4.5:1 or more on the surface. */
export interface Colours {
  readonly fill: string;
  readonly edge: string;
  readonly text: '#fff' | '#000';
}

const standard: Colours = { fill: '#339dc7', edge: '#006f9f', text: '#000' };

/**
 * The surfaces of amoCRM's button, which integrators know. White is unreadable on four of them, so their text is black.
 *
 * @see docs/spec/dialect.md#button
 */
export const namedColours: ReadonlyMap<string, Colours> = new Map<string, Colours>([
  ['default', standard],
  ['blue', { fill: '#1976d2', edge: '#004ba0', text: '#fff' }],
  ['violet', { fill: '#6a1b9a', edge: '#38006b', text: '#fff' }],
  ['green', { fill: '#388e3c', edge: '#00600f', text: '#000' }],
  ['orange', { fill: '#f57f17', edge: '#bc5100', text: '#000' }],
  ['red', { fill: '#d84315', edge: '#9f0000', text: '#000' }],
]);

/** The colours of a button with `data-theme="dark"` and without a named colour. */
export const darkColours: Colours = { fill: '#5cc0de', edge: '#5cc0de', text: '#000' };

/** The colours for a tag's `data-color`, else for its `data-theme`; an unknown name is the default. */
export function coloursOf(data: TagData): Colours {
  return namedColours.get(data['color'] || '') || (data['theme'] === 'dark' ? darkColours : standard);
}
