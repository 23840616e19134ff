import type { Line, Prose } from '@pristan/wire';
import { isLine, isProse } from '@pristan/wire';

/** A one-line text for a column: the last check before the database. @throws when no rule has checked it */
export function checkedLine(text: string): Line {
  if (isLine(text)) return text;
  throw new Error('a text that no rule had looked at came to the store as a line');
}

/** The same for multi-line text. */
export function checkedProse(text: string): Prose {
  if (isProse(text)) return text;
  throw new Error('a text that no rule had looked at came to the store as prose');
}
