import type { IntegrationFields } from '@pristan/rules';
import type { IntegrationFieldName, IntegrationFieldTable, IntegrationFieldValues } from '@pristan/wire';
import { integrationField, integrationFieldNames, isTextLanguage } from '@pristan/wire';
import type { Insertable, Selectable } from 'kysely';
import { checkedLine, checkedProse } from './checked-text.ts';
import type { Database } from './database.ts';

type ColumnOf<Name extends IntegrationFieldName> = IntegrationFieldTable[Name] extends { readonly column: infer Column }
  ? Column
  : Name;

type ColumnName = { [Name in IntegrationFieldName]: ColumnOf<Name> }[IntegrationFieldName];

/** The columns of an integration's fields and logo. A field without its column does not compile. */
type FieldColumns = Required<Pick<Insertable<Database['integrations']>, ColumnName | 'logo_hash'>>;

type FieldRow = Pick<Selectable<Database['integrations']>, ColumnName | 'logo_hash'>;

/** The columns in which the fields of an integration are stored. @throws Error for text that nothing has checked */
export function fieldColumns(fields: IntegrationFields): FieldColumns {
  const columns = integrationFieldNames.map((name) => [columnOf(name), columnValue(name, fields)]);
  return { ...Object.fromEntries(columns), logo_hash: fields.logoHash ?? null } as FieldColumns;
}

/** The fields of an integration that the technical account can edit, from the integration's row. */
export function fieldsOf(row: FieldRow): IntegrationFields {
  const values = integrationFieldNames.map((name) => [integrationField(name).property, fieldValue(name, row)]);
  return { ...(Object.fromEntries(values) as IntegrationFieldValues), logoHash: row.logo_hash ?? undefined };
}

function columnOf(name: IntegrationFieldName): ColumnName {
  return (integrationField(name).column ?? name) as ColumnName;
}

function columnValue(name: IntegrationFieldName, fields: IntegrationFields) {
  const { type, property } = integrationField(name);
  const value = fields[property];
  if (typeof value === 'object') return [...value];
  if (type === 'line') return checkedLine(value ?? '');
  return type === 'html' ? checkedProse(value ?? '') : (value ?? null);
}

function fieldValue(name: IntegrationFieldName, row: FieldRow) {
  const value = row[columnOf(name)] ?? undefined;
  // A language that this release does not know was stored by a later one.
  return integrationField(name).type === 'language' && !isTextLanguage(String(value)) ? 'ru' : value;
}
