import { z } from 'zod';
import type { Line } from '../one-line-text.ts';
import { isLine } from '../one-line-text.ts';
import type { Prose } from '../prose-text.ts';
import { isProse } from '../prose-text.ts';

/**
 * The fault that a schema of this file reports, as the `params` of zod's issue. Each code is in
 * `fieldProblemCatalogue`.
 */
export interface TextIssue {
  readonly code:
    'control_characters' | 'not_an_address' | 'not_an_origin' | 'not_an_email' | 'unknown_scope' | 'malformed';
}

/**
 * One line of text for people: at most `max` UTF-16 units, else `too_long`; `control_characters` when it is not one
 * line. The rules decide whether it may be empty, and its length in characters.
 */
export function lineText(max: number): z.ZodType<Line, string> {
  return checkedLine(max, 'control_characters');
}

/**
 * Text of several lines for people: at most `max` UTF-16 units, else `too_long`; `control_characters` when it is not
 * prose.
 */
export function proseText(max: number): z.ZodType<Prose, string> {
  const params: TextIssue = { code: 'control_characters' };
  // zod drops the type predicate of a refinement.
  return z
    .string()
    .max(max, { abort: true })
    .refine(isProse, { params: { ...params } }) as unknown as z.ZodType<Prose, string>;
}

/** An address as one line of text; the rules check the address itself. `code` is its fault when it is not one line. */
export function addressText(
  max: number,
  code: 'not_an_address' | 'not_an_origin' | 'not_an_email',
): z.ZodType<Line, string> {
  return checkedLine(max, code);
}

/** A scope's name as one line of text; the rules know the scopes. */
export function scopeText(max: number): z.ZodType<Line, string> {
  return checkedLine(max, 'unknown_scope');
}

/** A value that this API produced itself, such as a cursor or a key; the code that reads it checks the rest. */
export function opaqueText(max: number): z.ZodType<Line, string> {
  return checkedLine(max, 'malformed');
}

/**
 * Text that only the rules can check, because its limits depend on its purpose; they report its faults together with
 * all others. It has no brand, so unchecked text cannot be stored or shown.
 */
export function judgedText(max: number): z.ZodType<string, string> {
  return z.string().max(max, { abort: true });
}

function checkedLine(max: number, code: TextIssue['code']): z.ZodType<Line, string> {
  const params: TextIssue = { code };
  return z
    .string()
    .max(max, { abort: true })
    .refine(isLine, { params: { ...params } }) as unknown as z.ZodType<Line, string>;
}
