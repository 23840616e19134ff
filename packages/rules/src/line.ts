/** What is wrong with one line of text that people read. */
export type LineProblem = 'required' | 'too_long' | 'control_characters';

/** Whether there is nothing to see: blanks, and characters that only steer other ones. */
export function isBlank(text: string): boolean {
  return /^[\p{White_Space}\p{Cf}]*$/u.test(text);
}

/** More than `max` characters, or characters that no single line has; `undefined` when nothing is wrong. */
export function lineProblem(text: string, max: number): Exclude<LineProblem, 'required'> | undefined {
  if ([...text].length > max) return 'too_long';
  // Control characters break lines where one line is shown, halves of surrogate pairs cannot be stored, and embedded
  // directions turn a name around, so that it reads as somebody else's.
  return /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text) ? 'control_characters' : undefined;
}

/** The same for a name, which must be there. */
export function nameProblem(text: string, max: number): LineProblem | undefined {
  return isBlank(text) ? 'required' : lineProblem(text, max);
}
