import { z } from 'zod';

/** JSON Schema, as far as we look into it. */
export type JsonSchema = { readonly [member: string]: unknown };

/** Turns zod schemas into JSON Schema; those with an `id` become components, each written once. */
export interface SchemaBook {
  of(schema: z.ZodType): JsonSchema;
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/** An empty book. @see OpenAPI 3.1 §4.8.7 */
export function schemaBook(): SchemaBook {
  const components: Record<string, JsonSchema> = {};
  return {
    components,
    of(schema) {
      // Inside another one, because only there a schema with an id becomes a reference.
      const { properties, $defs = {} } = z.toJSONSchema(z.object({ it: schema }), { io: 'input' });
      for (const [id, definition] of Object.entries($defs)) components[id] = tidied(definition);
      return tidied(properties?.['it'] ?? {});
    },
  };
}

const local = '#/$defs/';

function tidied(schema: unknown): JsonSchema {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    // JSON's numbers reach no further anyway.
    if (key === 'maximum' && value === Number.MAX_SAFE_INTEGER) return undefined;
    if (key === 'minimum' && value === Number.MIN_SAFE_INTEGER) return undefined;
    if (key === '$ref' && typeof value === 'string' && value.startsWith(local))
      return `#/components/schemas/${value.slice(local.length)}`;
    // An id names the component already; `$id` would move the base of its references.
    if ((key === 'id' || key === '$id') && typeof value === 'string') return undefined;
    return value;
  }) as JsonSchema;
}
