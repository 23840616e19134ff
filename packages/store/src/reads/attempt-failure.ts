import type { AttemptFailure } from '@pristan/rules';

/** A failure reason as stored. */
export function failureOf(text: string | null): AttemptFailure | undefined {
  return text === null ? undefined : (text as AttemptFailure);
}
