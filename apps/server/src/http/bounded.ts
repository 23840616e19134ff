import { isBoundedRecord } from '@pristan/wire/api';
import type { RouteOptions } from 'fastify';
import type { z } from 'zod';

/**
 * Paths in a request schema whose value may be of any size: an array or record without a maximum, a text whose first
 * check is neither an aborting maximum nor a pattern of bounded length, and any untyped value. `''` is the schema
 * itself.
 */
export function unboundedIn(schema: z.core.$ZodType, place = ''): readonly string[] {
  const { def } = schema._zod as { readonly def: z.core.$ZodTypes['_zod']['def'] };
  const inside = (inner: z.core.$ZodType, name: string): readonly string[] =>
    unboundedIn(inner, place === '' ? name : `${place}.${name}`);
  const unless = (isBounded: boolean): readonly string[] => (isBounded ? [] : [place]);
  const wrapped = wrappedIn(def);
  if (wrapped !== undefined) return unboundedIn(wrapped, place);
  switch (def.type) {
    case 'string':
      return unless(isBoundedText(def));
    case 'array':
      return [...unless(isMaximum(def.checks?.[0])), ...inside(def.element, '[]')];
    case 'record':
      return [...unless(isBoundedRecord(schema)), ...inside(def.keyType, '*'), ...inside(def.valueType, '[]')];
    case 'object':
      return [
        ...Object.entries(def.shape).flatMap(([name, inner]) => inside(inner, name)),
        ...(def.catchall === undefined ? [] : inside(def.catchall, '*')),
      ];
    case 'union':
      return def.options.flatMap((inner) => inside(inner, '|'));
    default:
      return unless(sizeless.has(def.type));
  }
}

/** Kinds of schemas whose values are all of bounded size. */
const sizeless: ReadonlySet<string> = new Set(['number', 'boolean', 'enum', 'literal', 'null', 'never', 'undefined']);

/** The schema that a wrapping schema passes its value to; `undefined` for any other schema. */
function wrappedIn(def: z.core.$ZodTypes['_zod']['def']): z.core.$ZodType | undefined {
  switch (def.type) {
    case 'pipe':
      return def.in;
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly':
    case 'nonoptional':
      return def.innerType;
    default:
      return undefined;
  }
}

type Check = z.core.$ZodCheck<never> | undefined;

function isMaximum(check: Check): boolean {
  return check?._zod.def.check === 'max_length';
}

function isBoundedText(def: z.core.$ZodStringDef & { readonly format?: string; readonly pattern?: RegExp }): boolean {
  if (def.format !== undefined) return isFinite(def.pattern) || def.format === 'guid' || def.format === 'uuid';
  const [first] = (def.checks ?? []) as readonly Check[];
  if (first === undefined) return false;
  const check = first._zod.def as { readonly check: string; readonly abort?: boolean; readonly pattern?: RegExp };
  return check.check === 'max_length' ? check.abort === true : isFinite(check.pattern);
}

/** Whether a regular expression matches only texts of bounded length. */
function isFinite(pattern: RegExp | undefined): boolean {
  if (pattern === undefined || !pattern.source.startsWith('^') || !pattern.source.endsWith('$')) return false;
  const outside = pattern.source.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  return !/[*+]|\{\d+,\}/.test(outside) && !hasTwoAnchoredHalves(outside);
}

/** Whether a regular expression is like `^a|b$`, where neither half is anchored at both ends. */
function hasTwoAnchoredHalves(pattern: string): boolean {
  let rest = pattern;
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replaceAll(/\([^()]*\)/g, 'x');
  }
  return rest.includes('|');
}

/**
 * Refuses an endpoint of the JSON API whose parameters, query or body may be of any size. @throws Error when the server
 * starts
 */
export function requireBounded({ config }: RouteOptions): void {
  const endpoint = config?.endpoint;
  if (endpoint === undefined) return;
  const { params, query, body } = endpoint;
  const places = [params, query, body].flatMap((schema) => (schema === undefined ? [] : unboundedIn(schema)));
  if (places.length > 0) throw new Error(`${endpoint.operationId} takes any size of ${places.join(', ')}`);
}
