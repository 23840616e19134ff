import type { LineProblem } from '../one-line-text.ts';
import { nameProblem } from '../one-line-text.ts';
import type { FieldProblem } from '../problems.ts';

/** A user to add, as a request of `POST /api/v4/users` describes them. */
export interface NewUser {
  /** The `request_id` as sent; otherwise the element's index in the request. */
  readonly requestId: string;
  readonly name: string;
  readonly email: string;
  readonly language: 'ru' | 'en' | undefined;
  readonly admin: boolean;
}

export type NewUsersReading =
  | { readonly kind: 'users'; readonly users: readonly NewUser[] }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldProblem[] };

/**
 * Reads the parsed body of `POST /api/v4/users`. Known members are checked; all others, a password included, are
 * ignored.
 *
 * @see docs/spec/dialect.md#users
 */
export function readNewUsers(
  body: unknown,
  max: { readonly users: number; readonly nameCharacters: number },
): NewUsersReading {
  if (!Array.isArray(body))
    return invalid([problem('0', '', 'InvalidType', 'This value should be an array of users.')]);
  const elements: readonly unknown[] = body;
  if (elements.length === 0 || elements.length > max.users) {
    return invalid([problem('0', '', 'InvalidCount', `This array should hold 1 to ${max.users} users.`)]);
  }
  const readings = elements.map((element, index) => readElement(element, index, max.nameCharacters));
  const errors = readings.flatMap((reading) => ('errors' in reading ? reading.errors : []));
  if (errors.length > 0) return invalid(errors);
  return { kind: 'users', users: readings.flatMap((reading) => ('user' in reading ? [reading.user] : [])) };
}

function readElement(
  element: unknown,
  index: number,
  nameCharactersMax: number,
): { user: NewUser } | { errors: readonly FieldProblem[] } {
  const at = String(index);
  if (!isObject(element)) return { errors: [problem(at, '', 'InvalidType', 'This value should be an object.')] };
  const { name, email, lang, rights, request_id: requestId } = element;
  const errors: FieldProblem[] = [];
  for (const [path, value] of Object.entries({ name, email })) {
    if (value === undefined) errors.push(problem(at, path, 'FieldMissing', 'This field is missing.'));
    else if (typeof value !== 'string')
      errors.push(problem(at, path, 'InvalidType', 'This value should be of type string.'));
    else if (value.trim() === '') errors.push(problem(at, path, ...nameFault('required', nameCharactersMax)));
    else if (path === 'name') {
      const fault = nameProblem(value.trim(), nameCharactersMax);
      if (fault !== undefined) errors.push(problem(at, path, ...nameFault(fault, nameCharactersMax)));
    }
  }
  if (lang !== undefined && lang !== null && typeof lang !== 'string') {
    errors.push(problem(at, 'lang', 'InvalidType', 'This value should be of type string.'));
  }
  if (rights !== undefined && rights !== null && !isObject(rights)) {
    errors.push(problem(at, 'rights', 'InvalidType', 'This value should be an object.'));
  }
  const admin = isObject(rights) ? rights['is_admin'] : undefined;
  if (admin !== undefined && admin !== null && typeof admin !== 'boolean') {
    errors.push(problem(at, 'rights.is_admin', 'InvalidType', 'This value should be of type bool.'));
  }
  if (errors.length > 0 || typeof name !== 'string' || typeof email !== 'string') return { errors };
  return {
    user: {
      requestId: typeof requestId === 'string' || typeof requestId === 'number' ? String(requestId).slice(0, 64) : at,
      name,
      email,
      language: typeof lang !== 'string' ? undefined : lang.toLowerCase().startsWith('ru') ? 'ru' : 'en',
      admin: admin === true,
    },
  };
}

function nameFault(fault: LineProblem, charactersMax: number): readonly [code: string, detail: string] {
  switch (fault) {
    case 'required':
      return ['NotBlank', 'This value should not be blank.'];
    case 'too_long':
      return ['TooLong', `This value should have ${charactersMax} characters or less.`];
    case 'control_characters':
      return ['InvalidCharacters', 'This value should be one line without control or direction characters.'];
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(errors: readonly FieldProblem[]): NewUsersReading {
  return { kind: 'invalid', errors };
}

function problem(requestId: string, path: string, code: string, detail: string): FieldProblem {
  return { requestId, code, path, detail };
}
