import type { ProblemFieldError, FieldProblemCode, TextIssue } from '@pristan/wire/api';
import type { z } from 'zod';

/** A value of a request read by its schema, or the errors in its fields. */
export type InputReading<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'faults'; readonly faults: readonly ProblemFieldError[] };

/** Limit on the number of field errors in one answer. Lists and records stop checking earlier. */
export const fieldErrorsMax = 50;

/**
 * Reads a value by its schema; reports at most its first 50 field errors. An empty `field` means the value as a whole.
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): InputReading<z.output<Schema>> {
  const result = schema.safeParse(value);
  if (result.success) return { kind: 'read', value: result.data };
  const faults: ProblemFieldError[] = [];
  for (const issue of result.error.issues) {
    for (const fault of faultsOf(issue, value, fieldErrorsMax - faults.length)) faults.push(fault);
    if (faults.length >= fieldErrorsMax) break;
  }
  return { kind: 'faults', faults };
}

/** Reads a request's path parameters; an endpoint without a schema for them has none. */
export function parseParams(
  { params }: { readonly params?: z.ZodType | undefined },
  request: { readonly params: unknown },
): InputReading<unknown> {
  return params === undefined ? { kind: 'read', value: undefined } : parseInput(params, request.params);
}

function faultsOf(issue: z.core.$ZodIssue, value: unknown, max: number): readonly ProblemFieldError[] {
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
    case 'custom':
      return textFaultOf(issue) ?? 'malformed';
    default:
      return 'malformed';
  }
}

/** Problem code that a text schema sets itself. */
function textFaultOf({ params }: z.core.$ZodIssueCustom): FieldProblemCode | undefined {
  const { code } = (params ?? {}) as Partial<TextIssue>;
  return code;
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
