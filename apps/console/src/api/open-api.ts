import { consoleProblems } from '@pristan/locales/console';
import type { Language } from '@pristan/wire';
import type { ProblemCode } from '@pristan/wire/api';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** A JSON Schema of the OpenAPI document; members are read only as far as the API page shows them. */
export type JsonSchema = { readonly [member: string]: unknown };

type Content = Readonly<Record<string, { readonly schema?: JsonSchema }>>;

/** One operation of the platform's OpenAPI document. @see OpenAPI 3.1 §4.8.10 */
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

/** The platform's OpenAPI document: only the parts that the API page shows. */
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

/** Query of the platform’s OpenAPI document, which is the same for everybody until the next release. */
export function openApiQuery() {
  return queryOptions({
    queryKey: ['openapi.json'],
    // Its contract says only that the answer is an object, so its type is asserted.
    queryFn: async () => (await call('describe')) as unknown as OpenApiDocument,
    staleTime: Infinity,
  });
}

/** Query of the texts of every problem in one language, which come with the console. */
export function problemTextsQuery(language: Language) {
  return queryOptions({
    queryKey: ['problem texts', language],
    queryFn: async () => consoleProblems[language](),
    staleTime: Infinity,
  });
}
