import { z } from 'zod';

/** How many entries a page of a list has. */
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
    description: 'At most this many; 50 unless told',
  });

const behind = { description: '`next_before` of the page before' };

/** Where a page begins, of rows with ids that sort by time. */
export const beforeId = z
  .guid()
  .toLowerCase()
  .optional()
  .meta({ format: 'uuid', pattern: undefined, ...behind });

/** Where a page begins, of rows that sort by a moment in milliseconds and an id. */
export const beforePlace = z
  .string()
  .regex(/^\d{1,15}-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
  .transform(readPlace)
  .optional()
  .meta({ type: 'string', pattern: undefined, ...behind });

/** A place as it stands in `next_before`; nobody but this API has to understand it. */
export function placeText({ at, id }: { readonly at: number; readonly id: string }): string {
  return `${at}-${id}`;
}

/** The place that such a text names. */
function readPlace(text: string): { at: number; id: string } {
  const dash = text.indexOf('-');
  return { at: Number(text.slice(0, dash)), id: text.slice(dash + 1) };
}

/** Letters of a name, in any case; blanks around them are dropped, and none at all ask for nothing. */
export const namePart = z
  .string()
  .max(100)
  // A name has none, and the store takes no text with a NUL.
  .regex(/^\P{Cc}*$/u)
  .transform((text) => (text.trim() === '' ? undefined : text.trim()))
  .optional()
  .meta({
    type: 'string',
    pattern: undefined,
    maxLength: 100,
    description: 'Only what has these letters in its name, in any case',
  });

/** `next_before` of an answer. */
export const nextBefore = z
  .string()
  .nullable()
  .meta({ description: '`before` of the next page; null: this is the last' });
