import type { JsonSchema } from '../../api/open-api.ts';
import type { MemberView, OperationView, TypeView } from './api-docs.ts';

const component = '#/components/schemas/';

/** Returns the name of the component that a schema refers to; `undefined` for a schema that is no reference. */
export function referenceOf(schema: JsonSchema): string | undefined {
  const target = schema['$ref'];
  return typeof target === 'string' && target.startsWith(component) ? target.slice(component.length) : undefined;
}

/**
 * Lists the fields of an object schema. A field of a nested object has its path as name: `user.id`, `errors[].field`.
 */
export function membersOf(schema: JsonSchema): readonly MemberView[] {
  const required = schema['required'];
  return Object.entries(objectOf(schema['properties'])).flatMap(([name, value]) => {
    const member = objectOf(value);
    const text = member['description'] ?? inner(member)['description'];
    return [
      {
        name,
        type: typeOf(member),
        required: Array.isArray(required) && required.includes(name),
        description: typeof text === 'string' ? text : null,
      },
      ...membersOf(inner(member)).map((below) => ({
        ...below,
        name: `${name}${isArray(member) ? '[]' : ''}.${below.name}`,
      })),
    ];
  });
}

/** Finds every component that the operations' fields refer to, and the components to which those refer in turn. */
export function referencesIn(
  operations: readonly OperationView[],
  schemas: Readonly<Record<string, JsonSchema>>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (members: readonly MemberView[]): void => {
    for (const { reference } of members.flatMap(({ type }) => type)) {
      if (reference === null || found.has(reference)) continue;
      found.add(reference);
      follow(membersOf(schemas[reference] ?? {}));
    }
  };
  for (const { parameters, body, answer } of operations)
    follow([...parameters, ...(body?.members ?? []), ...answer.members]);
  return found;
}

/** Describes a schema in JSON’s words, such as “array of string”, as pieces of which some refer to a component. */
function typeOf(schema: JsonSchema): TypeView {
  const reference = referenceOf(schema);
  if (reference !== undefined) return [{ text: reference, reference }];
  const choices = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(choices)) return joined(choices.map((choice) => typeOf(objectOf(choice))));
  if (Array.isArray(schema['enum'])) return joined(schema['enum'].map((value) => words(JSON.stringify(value))));
  if ('const' in schema) return words(JSON.stringify(schema['const']));
  if (isArray(schema)) return [...words('array of '), ...typeOf(objectOf(schema['items']))];
  const { type, format } = schema;
  if (Array.isArray(type)) return joined(type.map((one) => words(String(one))));
  if (typeof type !== 'string') return words('any');
  return words(typeof format === 'string' ? `${type} (${format})` : type);
}

/** Returns the schema of an array's items or of a nullable value; any other schema is returned as it is. */
function inner(schema: JsonSchema): JsonSchema {
  if (isArray(schema)) return inner(objectOf(schema['items']));
  const { anyOf } = schema;
  if (!Array.isArray(anyOf)) return schema;
  const some = anyOf.map(objectOf).filter(({ type }) => type !== 'null');
  return some.length === 1 ? inner(some[0] ?? {}) : schema;
}

function isArray(schema: JsonSchema): boolean {
  return schema['type'] === 'array';
}

function words(text: string): TypeView {
  return [{ text, reference: null }];
}

function joined(types: readonly TypeView[]): TypeView {
  return types.flatMap((type, index) => (index === 0 ? type : [...words(' or '), ...type]));
}

function objectOf(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : {};
}
