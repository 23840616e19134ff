import { ApiProblem } from '../api/problem.ts';

/** The words of a refusal that belong to one field of a form, or to a place inside it. */
export function fieldError(error: Error | null, field: string): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  const own = error.fields.filter((one) => one.field === field || one.field.startsWith(`${field}.`));
  return own.length === 0 ? undefined : own.map(({ detail }) => detail).join(' ');
}

/** The refusal, unless fields of the form say it already. */
export function formError(error: Error | null, fields: readonly string[]): Error | null {
  return fields.some((field) => fieldError(error, field) !== undefined) ? null : error;
}
