import type { Line, Prose } from '@pristan/wire';

/** A name as stored in a table, unchecked. */
export const line = (text: string): Line => text as Line;

/** Prose as stored in a table, unchecked. */
export const prose = (text: string): Prose => text as Prose;
