import { shownLine } from '@pristan/wire';

const LENGTH_MAX = 80;

/** Formats a value as short JSON, without characters that control a terminal or the writing direction. */
export function snippet(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : '[…]';
  if (typeof value === 'object' && value !== null) return '{…}';
  return shortened(JSON.stringify(value) ?? '');
}

/** Shortens a text from a widget archive to one line. */
export function shortened(text: string, lengthMax = LENGTH_MAX): string {
  const clean = shownLine(text);
  const characters = [...clean];
  return characters.length > lengthMax ? `${characters.slice(0, lengthMax - 1).join('')}…` : clean;
}
