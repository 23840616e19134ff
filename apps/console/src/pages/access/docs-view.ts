import { pathOf, platformPath } from '@pristan/wire';
import type { ProblemTexts } from '@pristan/wire/api';
import { problemStatuses } from '@pristan/wire/api';
import type { JsonSchema, OpenApiDocument, Operation } from '../../api/open-api.ts';
import type { ApiDocsView, MessageView, OperationView } from './api-docs.ts';
import { membersOf, referenceOf, referencesIn } from './docs-members.ts';

/** Makes the API page of an OpenAPI document: operations by tag, then the objects to which their fields refer. */
export function docsView(document: OpenApiDocument, texts: ProblemTexts): ApiDocsView {
  const { schemas } = document.components;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      tag: operation.tags[0],
      view: operationView({ path, method, operation }, schemas, texts),
    })),
  );
  return {
    description: document.info.description,
    documentUrl: `${platformPath}${pathOf('describe', {})}`,
    tags: document.tags.map(({ name, description }) => ({
      name,
      description,
      operations: operations.filter(({ tag }) => tag === name).map(({ view }) => view),
    })),
    methods: document['x-methods'],
    objects: [
      ...referencesIn(
        operations.map(({ view }) => view),
        schemas,
      ),
    ]
      .toSorted()
      .map((name) => ({
        name,
        ...textOf(schemas[name]),
        members: membersOf(schemas[name] ?? {}),
      })),
  };
}

function operationView(
  { path, method, operation }: { path: string; method: string; operation: Operation },
  schemas: Readonly<Record<string, JsonSchema>>,
  { problems }: ProblemTexts,
): OperationView {
  const success = Object.entries(operation.responses).find(([status]) => status.startsWith('2'));
  const [status = '200', response] = success ?? [];
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    description: operation.description ?? null,
    who: operation['x-who-may-call'],
    ability: operation['x-token-ability'] ?? null,
    parameters: operation.parameters.flatMap(({ name, in: place, required, description, schema }) =>
      membersOf({ properties: { [name]: { ...schema, description } }, required: required ? [name] : [] }).map(
        (member) => ({ ...member, place }),
      ),
    ),
    body: operation.requestBody === undefined ? null : messageView(operation.requestBody.content, schemas),
    answer: { status: Number(status), ...messageView(response?.content ?? {}, schemas) },
    problems: operation['x-problems'].map((code) => ({
      code,
      status: problemStatuses[code],
      title: problems[code].title,
      url: `${platformPath}${pathOf('explain_problem', { code })}`,
    })),
  };
}

function messageView(
  content: Readonly<Record<string, { readonly schema?: JsonSchema }>>,
  schemas: Readonly<Record<string, JsonSchema>>,
): MessageView {
  const [schema] = Object.values(content).flatMap((type) => (type.schema === undefined ? [] : [type.schema]));
  const reference = schema === undefined ? undefined : referenceOf(schema);
  const whole = reference === undefined ? (schema ?? {}) : (schemas[reference] ?? {});
  return { types: Object.keys(content), ...textOf(whole), members: membersOf(whole) };
}

function textOf(schema: JsonSchema | undefined): { readonly description: string | null } {
  const text = schema?.['description'];
  return { description: typeof text === 'string' ? text : null };
}
