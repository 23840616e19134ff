import type { Line, Prose } from '@pristan/wire';

/** Treats a text as a checked one-line name, without checking it, for rows of tests. */
export const line = (text: string): Line => text as Line;

/** Treats a text as checked prose, without checking it, for rows of tests. */
export const prose = (text: string): Prose => text as Prose;
