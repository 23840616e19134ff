import { ApiProblem } from '../api/problem.ts';

/** Message about one field of a form, or about a part of that field, such as one of its lines. */
export function fieldError(error: Error | null, field: string): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  const own = error.fields.filter((one) => one.field === field || one.field.startsWith(`${field}.`));
  return own.length === 0 ? undefined : own.map(({ detail }) => detail).join(' ');
}

/** A request’s error, unless fields of the form show all of it already. */
export function formError(error: Error | null, fields: readonly string[]): Error | null {
  return fields.some((field) => fieldError(error, field) !== undefined) ? null : error;
}
