/** Reason why a new password was refused. */
export type PasswordProblem = 'too_short' | 'too_long' | 'too_common';
