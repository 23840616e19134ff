import { languages } from '../generated/languages.ts';
import type { Language } from '../languages.ts';
import { defaultLanguage } from '../languages.ts';
import { nameProblem } from '../one-line-text.ts';
import type { FieldProblem } from '../problems.ts';

/** A user to add, as a request of `POST /api/v4/users` describes them. */
export interface NewUser {
  /** The `request_id` as sent; otherwise the element's index in the request. */
  readonly requestId: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language | undefined;
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
    return invalid([problem('0', '', ['InvalidType', 'This value should be an array of users.'])]);
  const elements: readonly unknown[] = body;
  if (elements.length === 0 || elements.length > max.users) {
    return invalid([problem('0', '', ['InvalidCount', `This array should hold 1 to ${max.users} users.`])]);
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
  if (!isObject(element)) return { errors: [problem(at, '', notAnObject)] };
  const { name, email, lang, rights, request_id: requestId } = element;
  const admin = isObject(rights) ? rights['is_admin'] : undefined;
  const faults: readonly (readonly [path: string, fault: Fault | undefined])[] = [
    ['name', nameFault(name, nameCharactersMax)],
    ['email', textFault(email)],
    ['lang', isAbsent(lang) ? undefined : stringFault(lang)],
    ['rights', isAbsent(rights) || isObject(rights) ? undefined : notAnObject],
    ['rights.is_admin', isAbsent(admin) || typeof admin === 'boolean' ? undefined : notABoolean],
  ];
  const errors = faults.flatMap(([path, fault]) => (fault === undefined ? [] : [problem(at, path, fault)]));
  if (errors.length > 0 || typeof name !== 'string' || typeof email !== 'string') return { errors };
  return {
    user: {
      requestId: requestIdOf(requestId) ?? at,
      name,
      email,
      language: languageOf(lang),
      admin: admin === true,
    },
  };
}

type Fault = readonly [code: string, detail: string];

const missing: Fault = ['FieldMissing', 'This field is missing.'];
const blank: Fault = ['NotBlank', 'This value should not be blank.'];
const notAString: Fault = ['InvalidType', 'This value should be of type string.'];
const notAnObject: Fault = ['InvalidType', 'This value should be an object.'];
const notABoolean: Fault = ['InvalidType', 'This value should be of type bool.'];

function textFault(value: unknown): Fault | undefined {
  if (value === undefined) return missing;
  if (typeof value !== 'string') return notAString;
  return value.trim() === '' ? blank : undefined;
}

function stringFault(value: unknown): Fault | undefined {
  return typeof value === 'string' ? undefined : notAString;
}

function nameFault(value: unknown, charactersMax: number): Fault | undefined {
  const fault = textFault(value);
  return fault === undefined && typeof value === 'string' ? lineFault(value.trim(), charactersMax) : fault;
}

function lineFault(line: string, charactersMax: number): Fault | undefined {
  switch (nameProblem(line, charactersMax)) {
    case undefined:
      return undefined;
    case 'required':
      return blank;
    case 'too_long':
      return ['TooLong', `This value should have ${charactersMax} characters or less.`];
    case 'control_characters':
      return ['InvalidCharacters', 'This value should be one line without control or direction characters.'];
  }
}

function requestIdOf(sent: unknown): string | undefined {
  return typeof sent === 'string' || typeof sent === 'number' ? String(sent).slice(0, 64) : undefined;
}

function languageOf(lang: unknown): NewUser['language'] {
  if (typeof lang !== 'string') return undefined;
  const lower = lang.toLowerCase();
  return languages.find((language) => lower.startsWith(language)) ?? defaultLanguage;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(errors: readonly FieldProblem[]): NewUsersReading {
  return { kind: 'invalid', errors };
}

function problem(requestId: string, path: string, [code, detail]: Fault): FieldProblem {
  return { requestId, code, path, detail };
}
