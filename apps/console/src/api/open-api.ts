import type { ProblemCode } from '@pristan/wire/api';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** JSON Schema, as far as the page looks into it. */
export type JsonSchema = { readonly [member: string]: unknown };

type Content = Readonly<Record<string, { readonly schema?: JsonSchema }>>;

/** One operation as the platform's document tells it. @see OpenAPI 3.1 §4.8.10 */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly 'x-who-may-call': 'anybody' | 'signed_in' | 'member' | 'admin' | 'staff' | 'integration';
  readonly 'x-token-ability'?: string;
  readonly 'x-problems': readonly ProblemCode[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header';
    readonly required: boolean;
    readonly description?: string;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

/** The platform's OpenAPI document, as far as the page reads it. */
export interface OpenApiDocument {
  readonly info: { readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly 'x-methods': readonly {
    readonly method: string;
    readonly path: string;
    readonly credential: string;
    readonly scope: string;
    readonly right: 'any' | 'admin' | 'admin in person';
    readonly kinds: 'all' | 'not external';
  }[];
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** Asks for the document, which is the same for everybody until the next release. */
export function askOpenApi() {
  return queryOptions({
    queryKey: ['openapi.json'],
    // The document describes every other schema and has none itself.
    queryFn: async () => (await call('GET', '/openapi.json')) as OpenApiDocument,
    staleTime: Infinity,
  });
}
