import { ApiProblem } from '../api/problem.ts';

/** The error of one field, or of a part of it. */
export function fieldError(error: Error | null, field: string): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  const own = error.fields.filter((one) => one.field === field || one.field.startsWith(`${field}.`));
  return own.length === 0 ? undefined : own.map(({ detail }) => detail).join(' ');
}

/** The error, unless fields of the form show it already. */
export function formError(error: Error | null, fields: readonly string[]): Error | null {
  return fields.some((field) => fieldError(error, field) !== undefined) ? null : error;
}
