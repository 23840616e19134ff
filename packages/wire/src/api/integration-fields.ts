import { z } from 'zod';
import type { Line } from '../one-line-text.ts';
import type { Prose } from '../prose-text.ts';
import type {
  IntegrationField,
  IntegrationFieldName,
  IntegrationFieldTable,
  RequiredFieldName,
} from '../registry/integration-fields.ts';
import { integrationField, integrationFieldNames } from '../registry/integration-fields.ts';
import { scopeNames } from '../scopes.ts';
import type { TextLanguage } from '../text-languages.ts';
import { textLanguages } from '../text-languages.ts';
import { addressText, lineText, proseText, scopeText } from './text-fields.ts';

type Language = z.ZodEnum<{ [Code in TextLanguage]: Code }>;

interface SentTypes {
  readonly line: z.ZodType<Line, string>;
  readonly html: z.ZodType<Prose, string>;
  readonly language: Language;
  readonly address: z.ZodType<Line, string>;
  readonly origins: z.ZodArray<z.ZodType<Line, string>>;
  readonly scopes: z.ZodArray<z.ZodType<Line, string>>;
}

interface AnsweredTypes {
  readonly line: z.ZodString;
  readonly html: z.ZodString;
  readonly language: Language;
  readonly address: z.ZodString;
  readonly origins: z.ZodArray<z.ZodString>;
  readonly scopes: z.ZodArray<z.ZodString>;
}

type SchemaOf<
  Field extends IntegrationField,
  Types extends Record<IntegrationField['type'], z.ZodType>,
> = Field extends { readonly type: 'address'; readonly required: false }
  ? z.ZodNullable<Types['address']>
  : Types[Field['type']];

type Schemas<Types extends Record<IntegrationField['type'], z.ZodType>> = {
  readonly [Name in IntegrationFieldName]: SchemaOf<IntegrationFieldTable[Name], Types>;
};

const language: Language = z.enum(textLanguages);
const scopeMeta = { description: `One of ${scopeNames.map((name) => `\`${name}\``).join(', ')}`, examples: ['crm'] };

// Limits appear in descriptions only: the rules check values and report all that are unacceptable at once, with 422.
const sentSchemas: SentTypes = {
  line: lineText(1000),
  html: proseText(200_000),
  language,
  address: addressText(4000, 'not_an_address'),
  origins: z.array(addressText(4000, 'not_an_origin')).max(40),
  scopes: z.array(scopeText(1000).meta(scopeMeta)).max(40),
};

const answeredSchemas: AnsweredTypes = {
  line: z.string(),
  html: z.string(),
  language,
  address: z.string(),
  origins: z.array(z.string()),
  scopes: z.array(z.string().meta(scopeMeta)),
};

/** The fields of an integration as a client sends them. */
export const sentFields = schemasOf<Schemas<SentTypes>>(sentSchemas);

/** The fields of an integration as an answer has them. */
export const answeredFields = schemasOf<Schemas<AnsweredTypes>>(answeredSchemas);

/** The fields of the body that creates an integration: those that are not required may be absent. */
export const fieldsAtCreation = recordOf<
  { readonly [Name in RequiredFieldName]: (typeof sentFields)[Name] } & {
    readonly [Name in Exclude<IntegrationFieldName, RequiredFieldName>]: z.ZodOptional<(typeof sentFields)[Name]>;
  }
>(requiredFirst(), (name) => {
  const { required, descriptionAtCreation: description } = integrationField(name);
  const schema = required ? sentFields[name] : sentFields[name].optional();
  return description === undefined ? schema : schema.meta({ description });
});

/** The fields of the body that edits an integration: a field that is absent stays unchanged. */
export const fieldsOfEdit = recordOf<{
  readonly [Name in IntegrationFieldName]: z.ZodOptional<(typeof sentFields)[Name]>;
}>(requiredFirst(), (name) => sentFields[name].optional());

function schemasOf<Result>(types: Record<IntegrationField['type'], z.ZodType>): Result {
  return recordOf<Result>(integrationFieldNames, (name) => {
    const field = integrationField(name);
    const mayBeNull = field.type === 'address' && !field.required;
    return (mayBeNull ? types[field.type].nullable() : types[field.type]).meta(metaOf(field));
  });
}

function metaOf({ type, description, example, entriesMax }: IntegrationField) {
  const maxItems = type === 'scopes' ? scopeNames.length : entriesMax;
  return {
    ...(maxItems === undefined ? {} : { maxItems }),
    description,
    ...(example === undefined ? {} : { examples: [example] }),
  };
}

function requiredFirst(): readonly IntegrationFieldName[] {
  const isRequired = (name: IntegrationFieldName): boolean => integrationField(name).required;
  return [...integrationFieldNames.filter(isRequired), ...integrationFieldNames.filter((name) => !isRequired(name))];
}

/** The table's keys give the members their names, so the compiler cannot see their types. */
function recordOf<Result>(
  names: readonly IntegrationFieldName[],
  schemaOf: (name: IntegrationFieldName) => z.ZodType,
): Result {
  return Object.fromEntries(names.map((name) => [name, schemaOf(name)])) as Result;
}
