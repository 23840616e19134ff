import type { FieldFault, FieldProblemCode } from '@pristan/wire/api';
import type { z } from 'zod';

/** What was sent, checked against its schema; or every field that has another form. */
export type Reading<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'faults'; readonly faults: readonly FieldFault[] };

/** So many faults are told; a body may hold a quarter of a million. */
export const faultsMax = 200;

/** Reads a value by its schema; of its faults the first 200 are told. A fault with an empty `field` is the value as a whole. */
export function readBy<Schema extends z.ZodType>(schema: Schema, value: unknown): Reading<z.output<Schema>> {
  const result = schema.safeParse(value);
  if (result.success) return { kind: 'read', value: result.data };
  const faults: FieldFault[] = [];
  for (const issue of result.error.issues) {
    for (const fault of faultsOf(issue, value, faultsMax - faults.length)) faults.push(fault);
    if (faults.length >= faultsMax) break;
  }
  return { kind: 'faults', faults };
}

function faultsOf(issue: z.core.$ZodIssue, value: unknown, max: number): readonly FieldFault[] {
  if (issue.code === 'unrecognized_keys') {
    const told = issue.keys.slice(0, max);
    return told.map((key) => ({ field: placeOf([...issue.path, key]), code: 'unknown_field' as const }));
  }
  const missing = issue.path.length > 0 && at(value, issue.path) === undefined;
  return [{ field: placeOf(issue.path), code: missing ? 'required' : codeOf(issue) }];
}

function codeOf(issue: z.core.$ZodIssue): FieldProblemCode {
  switch (issue.code) {
    case 'invalid_type':
      return 'wrong_type';
    case 'invalid_value':
      return 'not_one_of';
    case 'too_small':
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? 'out_of_range'
        : issue.code === 'too_small'
          ? 'required'
          : lengthCode(issue);
    default:
      return 'malformed';
  }
}

function lengthCode(issue: { readonly origin: string }): FieldProblemCode {
  return issue.origin === 'array' || issue.origin === 'set' ? 'too_many' : 'too_long';
}

function placeOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('.').slice(0, 200);
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}
