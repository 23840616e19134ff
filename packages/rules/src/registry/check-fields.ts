import { lineProblem, nameProblem, scopeNames } from '@pristan/wire';
import type { IntegrationAvailability } from '../access/availability.ts';
import { mayRequestScope } from '../access/scopes.ts';
import type { IntegrationFields } from '../change.ts';
import type { AddressProblem, AddressAudience } from './addresses.ts';
import { addressProblem, originProblem } from './addresses.ts';

export interface FieldError {
  readonly field:
    'name' | 'language' | 'summary' | 'description' | 'redirect_uri' | 'button_origins' | 'disconnect_uri' | 'scopes';
  readonly code: AddressProblem | 'required' | 'too_many' | 'duplicate' | 'unknown_scope' | 'control_characters';
  /** The index of the refused list entry, from 0. */
  readonly index?: number;
}

type Code = FieldError['code'] | undefined;

const limits = { name: 255, summary: 300, description: 65_000, buttonOrigins: 20 } as const;

/** Maximum length of a description in characters, as sent and after sanitising. */
export const descriptionLengthMax = limits.description;

/** The fields of an integration as stored: name and summary trimmed. */
export function settledFields(fields: IntegrationFields): IntegrationFields {
  return { ...fields, name: fields.name.trim(), summary: fields.summary.trim() };
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
  const errors: FieldError[] = [];
  const add = (field: FieldError['field'], code: Code, index?: number): void => {
    if (code !== undefined) errors.push({ field, code, ...(index === undefined ? {} : { index }) });
  };
  add('name', nameProblem(fields.name, limits.name));
  errors.push(...textErrors(fields));
  add('redirect_uri', fields.redirectUri === '' ? 'required' : addressProblem(fields.redirectUri, reach));
  add('button_origins', fields.buttonOrigins.length > limits.buttonOrigins ? 'too_many' : undefined);
  // A list that is too long is refused anyway, so checking its first entries is enough.
  for (const [index, origin] of fields.buttonOrigins.slice(0, limits.buttonOrigins).entries()) {
    add('button_origins', originProblem(origin, reach) ?? repeats(fields.buttonOrigins, index), index);
  }
  if (fields.disconnectUri !== undefined) add('disconnect_uri', addressProblem(fields.disconnectUri, reach));
  for (const [index, scope] of fields.scopes.slice(0, scopeNames.length).entries()) {
    add('scopes', mayRequestScope(kind, scope) ? repeats(fields.scopes, index) : 'unknown_scope', index);
  }
  add('scopes', fields.scopes.length > scopeNames.length ? 'too_many' : undefined);
  return errors;
}

/** All errors in an integration's summary and description. */
export function textErrors({
  summary,
  descriptionHtml,
}: Pick<IntegrationFields, 'summary' | 'descriptionHtml'>): readonly FieldError[] {
  const ofSummary = lineProblem(summary, limits.summary);
  const ofDescription = tooLong(descriptionHtml, limits.description) ?? notText(descriptionHtml);
  return [
    ...(ofSummary === undefined ? [] : [{ field: 'summary', code: ofSummary } as const]),
    ...(ofDescription === undefined ? [] : [{ field: 'description', code: ofDescription } as const]),
  ];
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
