import type { Line, Prose } from '@pristan/wire';
import { isLine, isProse } from '@pristan/wire';

/**
 * Checks before the database that a text for a column is one line. @throws when it is not; then no rule has checked it
 */
export function checkedLine(text: string): Line {
  if (isLine(text)) return text;
  throw new Error('a text that no rule had looked at came to the store as a line');
}

/**
 * Checks before the database that a text for a column is allowed multi-line text. @throws when it is not; then no rule
 * has checked it
 */
export function checkedProse(text: string): Prose {
  if (isProse(text)) return text;
  throw new Error('a text that no rule had looked at came to the store as prose');
}
