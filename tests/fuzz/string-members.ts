import { z } from 'zod';

/** A part of a schema that holds a string, by its path; `0` stands for a list's element, `key` for a record's value. */
export interface StringMember {
  readonly path: readonly string[];
  readonly schema: z.ZodType;
}

type Def = {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly in?: z.ZodType;
};

const defOf = (schema: z.ZodType) => schema.def as unknown as Def;

/** Every part of a schema's input that may hold a string. */
export function stringMembers(schema: z.ZodType, path: readonly string[] = []): readonly StringMember[] {
  const def = defOf(schema);
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, inner]) =>
      stringMembers(inner, [...path, name]),
    );
  }
  switch (def.type) {
    case 'string':
    case 'enum':
      return [{ path, schema }];
    case 'array':
      return def.element === undefined ? [] : stringMembers(def.element, [...path, '0']);
    case 'record':
      return def.valueType === undefined ? [] : stringMembers(def.valueType, [...path, 'key']);
    case 'union':
      return (def.options ?? []).flatMap((option) => stringMembers(option, path));
    case 'pipe':
      return def.in === undefined ? [] : stringMembers(def.in, path);
    default:
      return def.innerType === undefined ? [] : stringMembers(def.innerType, path);
  }
}

/** A valid value of the schema with its required members, but with `value` at this path. */
export function withMember(schema: z.ZodType, path: readonly string[], value: unknown): unknown {
  const def = defOf(schema);
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (schema instanceof z.ZodObject) {
    const members = Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, inner]) => {
      if (name === first) return [[name, withMember(inner, rest, value)] as const];
      return inner.safeParse(undefined).success ? [] : [[name, sampleOf(inner)] as const];
    });
    return Object.fromEntries(members);
  }
  if (def.type === 'array' && def.element !== undefined) return [withMember(def.element, rest, value)];
  if (def.type === 'record' && def.valueType !== undefined) return { [first]: withMember(def.valueType, rest, value) };
  const inner = def.innerType ?? def.in;
  return inner === undefined ? value : withMember(inner, path, value);
}

function sampleOf(schema: z.ZodType): unknown {
  const def = defOf(schema);
  if (schema instanceof z.ZodObject) return withMember(schema, ['-'], undefined);
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (def.type === 'array') return [];
  if (def.type === 'record') return {};
  if (def.type === 'number') return 1;
  if (def.type === 'boolean') return true;
  const inner = def.innerType ?? def.in;
  if (inner !== undefined) return sampleOf(inner);
  return ['0197f0c0-0000-7000-8000-000000000001', 'https://shop.test/callback', 'a@b.test', 'x'].find(
    (text) => schema.safeParse(text).success,
  );
}
