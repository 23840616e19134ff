import { z } from 'zod';

/** A JSON Schema, typed as far as our code reads it. */
export type JsonSchema = { readonly [member: string]: unknown };

/**
 * Converts zod schemas to JSON Schema; schemas with an `id` become components of the OpenAPI document, each written
 * once.
 */
export interface SchemaBook {
  of(schema: z.ZodType): JsonSchema;
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/** Creates an empty schema book, which converts zod schemas for the OpenAPI document. @see OpenAPI 3.1 §4.8.7 */
export function schemaBook(): SchemaBook {
  const components: Record<string, JsonSchema> = {};
  return {
    components,
    of(schema) {
      // zod makes a schema with an id a reference only inside another schema, so this one is nested.
      const { properties, $defs = {} } = z.toJSONSchema(z.object({ it: schema }), { io: 'input' });
      for (const [id, definition] of Object.entries($defs)) components[id] = tidied(definition);
      return tidied(properties?.['it'] ?? {});
    },
  };
}

const local = '#/$defs/';

function tidied(schema: unknown): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    // JSON numbers have no larger range than these limits anyway.
    if (key === 'maximum' && value === Number.MAX_SAFE_INTEGER) return undefined;
    if (key === 'minimum' && value === Number.MIN_SAFE_INTEGER) return undefined;
    if (key === '$ref' && typeof value === 'string' && value.startsWith(local))
      return `#/components/schemas/${value.slice(local.length)}`;
    if (isOneOrNull(value)) return withNull(value);
    // The id already names the component; `$id` would change the base URL of its references.
    if ((key === 'id' || key === '$id') && typeof value === 'string') return undefined;
    return value;
  }) as JsonSchema;
}

interface OneOrNull {
  readonly anyOf: readonly [{ readonly type: string }, { readonly type: 'null' }];
}

/** Whether a schema is that of a string or null, which is written as one `type`, as for a string without limits. */
function isOneOrNull(value: unknown): value is OneOrNull {
  if (typeof value !== 'object' || value === null || !('anyOf' in value) || !Array.isArray(value.anyOf)) return false;
  const [one, other, ...more] = value.anyOf as readonly { readonly type?: unknown }[];
  return more.length === 0 && one?.type === 'string' && other?.type === 'null';
}

function withNull({ anyOf: [one], ...rest }: OneOrNull): JsonSchema {
  return { ...one, ...rest, type: [one.type, 'null'] };
}
