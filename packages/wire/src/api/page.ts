import { z } from 'zod';
import { isLine } from '../one-line-text.ts';

/** The page size of a list: 1 to 100 entries. */
export const pageLimit = z
  .string()
  .regex(/^([1-9]\d?|100)$/)
  .transform(Number)
  .optional()
  .meta({
    type: 'integer',
    pattern: undefined,
    minimum: 1,
    maximum: 100,
    description: 'Page size; 50 by default',
  });

const behind = { description: '`next_before` of the previous page' };

/** The cursor of a list whose IDs sort by time. */
export const beforeId = z
  .guid()
  .toLowerCase()
  .optional()
  .meta({ format: 'uuid', pattern: undefined, ...behind });

/** The cursor of a list that sorts by an instant in milliseconds and an ID. */
export const beforeCursor = z
  .string()
  .regex(/^\d{1,15}-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
  .transform(readPlace)
  .optional()
  .meta({ type: 'string', pattern: undefined, ...behind });

/** Writes the cursor of a list for `next_before`; clients must treat it as opaque. */
export function formatCursor({ at, id }: { readonly at: number; readonly id: string }): string {
  return `${at}-${id}`;
}

function readPlace(text: string): { at: number; id: string } {
  const dash = text.indexOf('-');
  return { at: Number(text.slice(0, dash)), id: text.slice(dash + 1) };
}

/**
 * A query parameter that filters a list by a case-insensitive substring of a name, trimmed; a blank one filters
 * nothing.
 */
export const namePart = z
  .string()
  .max(100, { abort: true })
  .refine(isLine)
  .transform((text) => (text.trim() === '' ? undefined : text.trim()))
  .optional()
  .meta({
    type: 'string',
    pattern: undefined,
    maxLength: 100,
    description: 'Case-insensitive substring of the name',
  });

/** The cursor of a list's next page, in an answer. */
export const nextBefore = z
  .string()
  .nullable()
  .meta({ description: '`before` of the next page; null on the last page' });
