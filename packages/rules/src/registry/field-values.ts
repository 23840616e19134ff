import { integrationField, integrationFieldNames } from '@pristan/wire';
import type { IntegrationField, IntegrationFieldName, IntegrationFieldValues } from '@pristan/wire';
import type { IntegrationFields } from './change.ts';

/** The text of a field; empty for a field that has none, or is a list. */
export function textIn(fields: IntegrationFieldValues, name: IntegrationFieldName): string {
  const value = fields[integrationField(name).property];
  return typeof value === 'string' ? value : '';
}

/** The entries of a field that is a list; none for any other field. */
export function listIn(fields: IntegrationFieldValues, name: IntegrationFieldName): readonly string[] {
  const value = fields[integrationField(name).property];
  return typeof value === 'object' ? value : [];
}

/** The fields of a new integration of which nothing is known yet. */
export const blankFields: IntegrationFields = {
  ...(Object.fromEntries(
    integrationFieldNames.map(integrationField).map((field) => [field.property, field.initial ?? emptyValue(field)]),
  ) as unknown as IntegrationFieldValues),
  logoHash: undefined,
};

function emptyValue({ type, required }: IntegrationField): string | readonly string[] | undefined {
  if (type === 'origins' || type === 'scopes') return [];
  return type === 'address' && !required ? undefined : '';
}
