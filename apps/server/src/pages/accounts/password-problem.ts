/** Why a new password was not taken. */
export type PasswordProblem = 'too_short' | 'too_long' | 'too_common';
