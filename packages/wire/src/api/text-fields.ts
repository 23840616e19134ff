import { z } from 'zod';
import type { Line } from '../one-line-text.ts';
import { isLine } from '../one-line-text.ts';
import type { Prose } from '../prose-text.ts';
import { isProse } from '../prose-text.ts';

/** The problem that a text schema reports, as the `params` of zod's issue. Each code is in `fieldProblemCodes`. */
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
 * Text of several lines for people: at most `max` UTF-16 units, else `too_long`; `control_characters` when it has other
 * characters than text.
 */
export function proseText(max: number): z.ZodType<Prose, string> {
  const params: TextIssue = { code: 'control_characters' };
  // zod drops the type predicate of a refinement, so the type is asserted.
  return z
    .string()
    .max(max, { abort: true })
    .refine(isProse, { params: { ...params } }) as unknown as z.ZodType<Prose, string>;
}

/**
 * An address as one line of text; the rules check the address itself. `code` is the problem that is reported when it is
 * not one line.
 */
export function addressText(
  max: number,
  code: 'not_an_address' | 'not_an_origin' | 'not_an_email',
): z.ZodType<Line, string> {
  return checkedLine(max, code);
}

/** A scope's name as one line of text; the rules check whether the scope exists. */
export function scopeText(max: number): z.ZodType<Line, string> {
  return checkedLine(max, 'unknown_scope');
}

/** A value that this API issued itself, such as a cursor or a key; the code that reads the value checks the rest. */
export function opaqueText(max: number): z.ZodType<Line, string> {
  return checkedLine(max, 'malformed');
}

/**
 * Text that only the rules can check, because its limits depend on its purpose; they report its problems together with
 * all others. Its type has no brand, so unchecked text cannot be stored or shown.
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
