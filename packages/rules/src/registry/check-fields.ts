import {
  integrationField,
  integrationFieldNames,
  integrationFields,
  lineProblem,
  nameProblem,
  scopeNames,
} from '@pristan/wire';
import type { IntegrationFieldName } from '@pristan/wire';
import type { IntegrationAvailability } from '../access/availability.ts';
import { mayRequestScope } from '../access/scopes.ts';
import type { IntegrationFields } from '../change.ts';
import type { AddressProblem, AddressAudience } from './addresses.ts';
import { addressProblem, originProblem } from './addresses.ts';
import { blankFields, listIn, textIn } from './field-values.ts';

/** A refused field of an integration, by its name on the wire. */
export interface FieldError {
  readonly field: IntegrationFieldName;
  readonly code: AddressProblem | 'required' | 'too_many' | 'duplicate' | 'unknown_scope' | 'control_characters';
  /** The index of the refused list entry, from 0. */
  readonly index?: number;
}

/** The facts that the check of an integration's fields depends on, besides the fields. */
interface Checked {
  readonly reach: AddressAudience;
  readonly kind: IntegrationAvailability['kind'];
}

type Found = Omit<FieldError, 'field'>;
type Code = FieldError['code'] | undefined;

/** Maximum length of a description in characters, as sent and after sanitising. */
export const descriptionLengthMax = integrationFields.description.charactersMax;

/** The fields of an integration as stored: lines of text are trimmed. */
export function settledFields(fields: IntegrationFields): IntegrationFields {
  const lines = integrationFieldNames.filter((name) => integrationField(name).type === 'line');
  const trimmed = lines.map((name) => [integrationField(name).property, textIn(fields, name).trim()]);
  return { ...fields, ...(Object.fromEntries(trimmed) as Partial<IntegrationFields>) };
}

/**
 * All errors in an integration's fields; empty when there are none. Lengths are in characters.
 *
 * @see docs/spec/dialect.md#integration-fields
 */
export function fieldErrors(
  fields: IntegrationFields,
  reach: AddressAudience,
  kind: IntegrationAvailability['kind'],
): readonly FieldError[] {
  return integrationFieldNames.flatMap((name) => errorsIn(fields, name, { reach, kind }));
}

/** All errors in an integration's summary and description. */
export function textErrors(text: Pick<IntegrationFields, 'summary' | 'descriptionHtml'>): readonly FieldError[] {
  const fields = { ...blankFields, ...text };
  const checked: Checked = { reach: 'own_account', kind: 'private' };
  return (['summary', 'description'] as const).flatMap((name) => errorsIn(fields, name, checked));
}

function errorsIn(fields: IntegrationFields, field: IntegrationFieldName, checked: Checked): readonly FieldError[] {
  return foundIn(fields, field, checked).map((found) => ({ field, ...found }));
}

function foundIn(fields: IntegrationFields, name: IntegrationFieldName, checked: Checked): readonly Found[] {
  const { type, required, charactersMax = 0, entriesMax = 0 } = integrationField(name);
  const text = textIn(fields, name);
  switch (type) {
    case 'line':
      return one(required ? nameProblem(text, charactersMax) : lineProblem(text, charactersMax));
    case 'html':
      return one(tooLong(text, charactersMax) ?? notText(text));
    case 'address':
      return addressErrors(fields, name, checked);
    case 'origins':
      return originErrors(listIn(fields, name), entriesMax, checked);
    case 'scopes':
      return scopeErrors(listIn(fields, name), checked);
    case 'language':
      return [];
  }
}

function addressErrors(fields: IntegrationFields, name: IntegrationFieldName, { reach }: Checked): readonly Found[] {
  const { property, required } = integrationField(name);
  if (fields[property] === undefined) return [];
  const address = textIn(fields, name);
  return one(required && address === '' ? 'required' : addressProblem(address, reach));
}

function originErrors(origins: readonly string[], max: number, { reach }: Checked): readonly Found[] {
  return [
    ...one(origins.length > max ? 'too_many' : undefined),
    // A list that is too long is refused anyway, so checking its first entries is enough.
    ...origins
      .slice(0, max)
      .flatMap((origin, index) => at(index, originProblem(origin, reach) ?? repeats(origins, index))),
  ];
}

function scopeErrors(scopes: readonly string[], { kind }: Checked): readonly Found[] {
  return [
    ...scopes
      .slice(0, scopeNames.length)
      .flatMap((scope, index) => at(index, mayRequestScope(kind, scope) ? repeats(scopes, index) : 'unknown_scope')),
    ...one(scopes.length > scopeNames.length ? 'too_many' : undefined),
  ];
}

function one(code: Code): readonly Found[] {
  return code === undefined ? [] : [{ code }];
}

function at(index: number, code: Code): readonly Found[] {
  return code === undefined ? [] : [{ code, index }];
}

function tooLong(text: string, max: number): Code {
  return [...text].length > max ? 'too_long' : undefined;
}

function notText(text: string): Code {
  return /[\p{Cs}\u202a-\u202e\u2066-\u2069]|(?![\t\n\r])\p{Cc}/u.test(text) ? 'control_characters' : undefined;
}

function repeats(list: readonly string[], index: number): Code {
  return list.indexOf(list[index] ?? '') === index ? undefined : 'duplicate';
}
