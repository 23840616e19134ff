import { actions, methods } from '@pristan/rules';
import type { MethodRule } from '@pristan/rules';
import type { Repeatable, TokenAbility } from '@pristan/wire';
import { platformPath } from '@pristan/wire';
import type { ProblemCode } from '@pristan/wire/api';
import { problemTexts } from '@pristan/locales/problems';
import { problemDocument, problemStatuses } from '@pristan/wire/api';
import type { z } from 'zod';
import type { EndpointDescription } from '../http/platform-endpoint.ts';
import { takesKey } from '../http/platform-endpoint.ts';
import type { JsonSchema, SchemaBook } from './schemas.ts';
import { schemaBook } from './schemas.ts';

/** Facts in the OpenAPI document besides the endpoints. */
export interface ApiAbout {
  /** URL of the public site, without a trailing slash. */
  readonly site: string;
  readonly sessionCookie: string;
}

/** Caller that an operation requires: a role in the account of the path, or a caller outside of accounts. */
export type Caller = 'anybody' | 'signed_in' | 'member' | 'admin' | 'staff' | 'integration';

/** One operation of the OpenAPI document. @see OpenAPI 3.1 §4.8.10 */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  /** Caller that the operation requires; OpenAPI has no member for a right that depends on the account. */
  readonly 'x-who-may-call': Caller;
  /** Ability that a personal access token needs for this operation; absent when the operation accepts no such token. */
  readonly 'x-token-ability'?: TokenAbility;
  /** Effect of a repeated request, for an operation that writes. */
  readonly 'x-repeatable'?: Repeatable;
  /** Problem codes of the operation, which otherwise appear only in descriptions of its responses. */
  readonly 'x-problems': readonly ProblemCode[];
  readonly security: readonly JsonSchema[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

/** A method of amoCRM's API or the token endpoints, with what it requires of its caller. */
export interface MethodView extends Pick<MethodRule, 'credential' | 'scope' | 'right' | 'kinds' | 'grant'> {
  readonly method: string;
  readonly path: string;
}

/** A parameter of an operation in the OpenAPI document. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

type Content = Readonly<Record<string, { readonly schema?: JsonSchema }>>;

/** The OpenAPI document, typed as far as our code reads it. */
export interface OpenApiDocument extends JsonSchema {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  /** Methods of the APIs for integrators' programs and resource servers, from the rules' table of methods. */
  readonly 'x-methods': readonly MethodView[];
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly securitySchemes: JsonSchema };
}

/** Makes the OpenAPI 3.1 document of these endpoints from the schemas that the server itself reads by. */
export function openApiDocument(endpoints: readonly EndpointDescription[], about: ApiAbout): OpenApiDocument {
  const book = schemaBook();
  const paths: Record<string, Record<string, Operation>> = {};
  for (const endpoint of endpoints) {
    const path = `${platformPath}${endpoint.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    (paths[path] ??= {})[endpoint.method.toLowerCase()] = operation(endpoint, book);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Pristan platform API', version: '1', description },
    servers: [{ url: about.site }],
    tags: tags.filter(({ name }) => endpoints.some(({ tag }) => tag === name)),
    paths,
    'x-methods': Object.values(methods).map(({ served, credential, scope, right, kinds, grant }) => {
      const [method = '', path = ''] = served.split(' ');
      return { method, path: path.replaceAll(/:(\w+)/g, '{$1}'), credential, scope, right, kinds, grant };
    }),
    components: {
      schemas: book.components,
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: about.sessionCookie,
          description: 'The session of a person signed in on the site',
        },
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'pristan_pat_…',
          description:
            'A personal access token of the account in the address, with the ability that the operation names; created in the console',
        },
        client: {
          type: 'http',
          scheme: 'basic',
          description: 'An integration’s `client_id` and `client_secret`, which may also be sent in the body',
        },
      },
    },
  };
}

/** Every problem code that an endpoint answers with: those of the checks that all endpoints share, and its own. */
export function problemsOf(endpoint: EndpointDescription): readonly ProblemCode[] {
  const { access, method } = endpoint;
  const isForeignRefused = access !== 'client' && (access !== 'public' || method !== 'GET');
  const codes: readonly ProblemCode[] = [
    ...callerProblems(endpoint),
    ...(isForeignRefused ? (['foreign_request'] as const) : []),
    ...inputProblems(endpoint),
    ...rightProblems(access),
    ...(takesKey(endpoint)
      ? (['invalid_idempotency_key', 'idempotency_in_progress', 'idempotency_key_reused'] as const)
      : []),
    ...(endpoint.upload === undefined ? [] : (['upload_too_slow'] as const)),
    'too_many_requests',
    ...endpoint.problems,
    'unavailable',
  ];
  return [...new Set(codes)];
}

function callerProblems({ access, ability }: EndpointDescription): readonly ProblemCode[] {
  if (access === 'client') return ['wrong_credentials'];
  if (access === 'public') return [];
  return ['unauthenticated', 'invalid_token', ability === undefined ? 'session_required' : 'beyond_token'];
}

function inputProblems({ params, query, body, upload }: EndpointDescription): readonly ProblemCode[] {
  const codes: ProblemCode[] = [];
  if (params !== undefined || query !== undefined || body !== undefined) codes.push('invalid_request');
  if (body !== undefined) codes.push('unreadable_body');
  if (body !== undefined || upload !== undefined) codes.push('unsupported_media_type', 'body_too_large');
  return codes;
}

function rightProblems(access: EndpointDescription['access']): readonly ProblemCode[] {
  switch (access) {
    case 'public':
    case 'session':
    case 'client':
      return [];
    case 'staff':
      return ['staff_required'];
    default:
      return [
        'account_not_found',
        'membership_deactivated',
        ...(actions[access] === 'admin' ? (['admin_required'] as const) : []),
      ];
  }
}

function callerOf({ access }: EndpointDescription): Caller {
  switch (access) {
    case 'public':
      return 'anybody';
    case 'session':
      return 'signed_in';
    case 'client':
      return 'integration';
    case 'staff':
      return 'staff';
    default:
      return actions[access];
  }
}

function securityOf({ access, ability }: EndpointDescription): readonly JsonSchema[] {
  if (access === 'public') return [];
  if (access === 'client') return [{ client: [] }];
  return ability === undefined ? [{ session: [] }] : [{ session: [] }, { token: [ability] }];
}

function operation(endpoint: EndpointDescription, book: SchemaBook): Operation {
  const { ability, params, query, body, upload, takesForms = false } = endpoint;
  const content =
    body !== undefined
      ? Object.fromEntries(
          ['application/json', ...(takesForms ? ['application/x-www-form-urlencoded'] : [])].map((type) => [
            type,
            { schema: book.of(body) },
          ]),
        )
      : upload === undefined
        ? undefined
        : Object.fromEntries(upload.types.map((type) => [type, {}]));
  return {
    operationId: endpoint.operationId,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    ...(endpoint.description === undefined ? {} : { description: endpoint.description }),
    'x-who-may-call': callerOf(endpoint),
    ...(ability === undefined ? {} : { 'x-token-ability': ability }),
    'x-problems': problemsOf(endpoint),
    security: securityOf(endpoint),
    ...(endpoint.repeatable === undefined ? {} : { 'x-repeatable': endpoint.repeatable }),
    parameters: [
      ...parameters('path', params, book),
      ...parameters('query', query, book),
      ...(takesKey(endpoint) ? [idempotencyKey] : []),
    ],
    ...(content === undefined ? {} : { requestBody: { required: !takesForms, content } }),
    responses: responses(endpoint, book),
  };
}

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Chosen by the caller for one write. For 24 hours the same request with the same key gets the first answer again, with `Idempotent-Replayed: true`, and is not carried out twice',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[ -~]+$' },
};

function parameters(place: 'path' | 'query', schema: z.ZodType | undefined, book: SchemaBook): readonly Parameter[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = book.of(schema) as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description: text, ...rest }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(typeof text === 'string' ? { description: text } : {}),
    schema: rest,
  }));
}

function responses(endpoint: EndpointDescription, book: SchemaBook): Operation['responses'] {
  const { answer, download } = endpoint;
  const success =
    download !== undefined
      ? { description: 'The file', content: { [download.type]: {} } }
      : answer === undefined
        ? { description: 'Done; no body' }
        : { description: 'Success', content: { 'application/json': { schema: book.of(answer) } } };
  const refusals = new Map<number, ProblemCode[]>();
  for (const code of problemsOf(endpoint)) {
    const status = problemStatuses[code];
    refusals.set(status, [...(refusals.get(status) ?? []), code]);
  }
  const schema = book.of(problemDocument);
  return {
    [endpoint.status ?? (answer === undefined && download === undefined ? 204 : 200)]: success,
    ...Object.fromEntries(
      [...refusals].map(([status, codes]) => [
        status,
        {
          description: codes.map((code) => `\`${code}\`: ${problemTexts.en.problems[code].title}`).join('; '),
          content: { 'application/problem+json': { schema } },
        },
      ]),
    ),
  };
}

const description = `The platform’s own API: the console uses it to read and change data on behalf of the signed-in person.

Calls carry the session cookie of the public site and are answered only there; the operation for integrators’ servers takes the integration’s own credentials instead. An integrator’s programs send a personal access token as \`Authorization: Bearer\`, to operations that name an ability (\`x-token-ability\`); then only the token counts. A write with the cookie must come from that site: with its \`Origin\`, or with \`Sec-Fetch-Site: same-origin\`. Bodies are JSON in UTF-8; unknown members are refused. Answers may gain members.

**Sending a write again.** When the answer to a write was lost, send the write again. \`x-repeatable\` says how. \`key\`: send an \`Idempotency-Key\`, or the write is carried out twice. \`precondition\`: the write names the version that it replaces and is refused the second time; with a key it gets the first answer. \`naturally\`: a repeated write changes nothing and gets the same answer; it takes no key. A different request with a used key is 422 \`idempotency_key_reused\`; a repeated one while the first is running is 409 \`idempotency_in_progress\`.

Refusals are problem documents (RFC 9457) with a stable \`code\`. Everything in an account that you are not a member of is 404.

**Not offered on purpose:** giving and removing access to a customer’s data. That needs a person’s confirmation on a page of the platform: a script on that site could send any JSON request, but it cannot confirm. Operators use the command line on the server. Everybody else uses pages that say what will happen and ask for confirmation:

to **allow** an integration, \`/oauth?client_id={client_id}\`;

to **install** a widget, enable it again, or have a fresh code sent, \`/accounts/{account_id}/installations/{client_id}/install\`;

to **disable** an installation, \`/accounts/{account_id}/installations/{client_id}/disable\`;

to **revoke** a grant, \`/accounts/{account_id}/grants/{grant_id}/revoke\`;

for a **code to copy**, of an integration in its own account, \`/accounts/{account_id}/integrations/{client_id}#code\`.`;

const tags = [
  {
    name: 'registry',
    description: 'Integrations in their technical account, which develops them. Only its admins see and change them.',
  },
  {
    name: 'install',
    description:
      'Integrations installed in an account, their grants and settings. Disabling and revoking need a person’s confirmation on a separate page.',
  },
  {
    name: 'token',
    description: 'Long-lived and one-time tokens, and the personal access tokens of people’s own programs.',
  },
  {
    name: 'hooks',
    description: 'Deliveries to an integration’s servers, with every attempt. All secrets are masked.',
  },
  {
    name: 'moderation',
    description: 'Groups of external integrations of one site, and the published integration that replaces them.',
  },
  { name: 'accounts', description: 'People, memberships, invitations and sessions.' },
  { name: 'about', description: 'This description and its problems.' },
];
