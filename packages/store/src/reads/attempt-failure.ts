import type { AttemptFailure } from '@pristan/rules';

/** Reads the stored failure reason of a delivery attempt. */
export function attemptFailureOf(text: string | null): AttemptFailure | undefined {
  return text === null ? undefined : (text as AttemptFailure);
}
