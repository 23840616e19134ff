import { actions, methods } from '@pristan/rules';
import type { MethodRule, Repeatable } from '@pristan/rules';
import type { TokenAbility } from '@pristan/wire';
import type { ProblemCode } from '@pristan/wire/api';
import { problemCatalogue, problemDocument } from '@pristan/wire/api';
import type { z } from 'zod';
import type { EndpointDescription } from '../../http/platform-endpoint.ts';
import { takesKey } from '../../http/platform-endpoint.ts';
import { platformPath } from '../../http/platform-route.ts';
import type { JsonSchema, SchemaBook } from './schemas.ts';
import { schemaBook } from './schemas.ts';

/** What the document says besides the endpoints. */
export interface ApiAbout {
  /** The public site, without a slash at its end. */
  readonly site: string;
  readonly sessionCookie: string;
}

/** Who may call, in one word: the right in the account that the address names, or what stands outside of accounts. */
export type Caller = 'anybody' | 'signed_in' | 'member' | 'admin' | 'staff' | 'integration';

/** One operation as the document tells it. @see OpenAPI 3.1 §4.8.10 */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  /** OpenAPI has no place for a right that depends on the account. */
  readonly 'x-who-may-call': Caller;
  /** What a personal access token has to be allowed for it; without it none is taken. */
  readonly 'x-token-ability'?: TokenAbility;
  /** Effect of a repeated write. */
  readonly 'x-repeatable'?: Repeatable;
  /** The codes of its refusals, which else stand in descriptions only. */
  readonly 'x-problems': readonly ProblemCode[];
  readonly security: readonly JsonSchema[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}

/** One method of the other APIs, with what it needs. */
export interface MethodView extends Pick<MethodRule, 'credential' | 'scope' | 'right' | 'kinds' | 'grant'> {
  readonly method: string;
  readonly path: string;
}

/** A parameter of an address. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

type Content = Readonly<Record<string, { readonly schema?: JsonSchema }>>;

/** The document, as far as anything here reads it again. */
export interface OpenApiDocument extends JsonSchema {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  /** The APIs that integrators' programs and resource servers call, as the server judges them. */
  readonly 'x-methods': readonly MethodView[];
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly securitySchemes: JsonSchema };
}

/** The OpenAPI 3.1 document of these endpoints, made of the schemas that the server itself reads by. */
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
            'A personal access token of the account in the address, with the ability that the operation names; minted in the console',
        },
        client: {
          type: 'http',
          scheme: 'basic',
          description: 'An integration’s `client_id` and `client_secret`, which may also stand in the body',
        },
      },
    },
  };
}

/** Every refusal that an endpoint may give: the shared phases' and its own. */
export function problemsOf(endpoint: EndpointDescription): readonly ProblemCode[] {
  const { access, ability, method, params, query, body, upload } = endpoint;
  const codes = new Set<ProblemCode>();
  if (access === 'client') codes.add('wrong_credentials');
  else if (access !== 'public')
    codes
      .add('unauthenticated')
      .add('invalid_token')
      .add(ability === 'none' ? 'session_required' : 'beyond_token');
  if (access !== 'client' && (access !== 'public' || method !== 'GET')) codes.add('foreign_request');
  if (params !== undefined || query !== undefined || body !== undefined) codes.add('invalid_request');
  if (body !== undefined) codes.add('unreadable_body');
  if (body !== undefined || upload !== undefined) codes.add('unsupported_media_type').add('body_too_large');
  if (access === 'staff') codes.add('staff_required');
  else if (access !== 'public' && access !== 'session' && access !== 'client') {
    codes.add('account_not_found').add('membership_deactivated');
    if (actions[access] === 'admin') codes.add('admin_required');
  }
  if (takesKey(endpoint))
    codes.add('invalid_idempotency_key').add('idempotency_in_progress').add('idempotency_key_reused');
  for (const code of endpoint.problems) codes.add(code);
  return [...codes.add('unavailable')];
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
  return ability === 'none' ? [{ session: [] }] : [{ session: [] }, { token: [ability] }];
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
    ...(ability === 'none' ? {} : { 'x-token-ability': ability }),
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
    'Drawn by the caller for one write. The same request with the same key gets the first one’s answer again for 24 hours, with `Idempotent-Replayed: true`, and is not carried out twice',
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
    const { status } = problemCatalogue[code];
    refusals.set(status, [...(refusals.get(status) ?? []), code]);
  }
  const schema = book.of(problemDocument);
  return {
    [endpoint.status ?? (answer === undefined && download === undefined ? 204 : 200)]: success,
    ...Object.fromEntries(
      [...refusals].map(([status, codes]) => [
        status,
        {
          description: codes.map((code) => `\`${code}\`: ${problemCatalogue[code].en.title}`).join('; '),
          content: { 'application/problem+json': { schema } },
        },
      ]),
    ),
  };
}

const description = `The API of the platform itself: what its console reads and changes, in the name of the person who is signed in.

Calls carry the session cookie of the public site and are answered there only; the one for integrators’ servers takes an integration’s own credentials instead. Programs of an integrator send a personal access token as \`Authorization: Bearer\`, to operations that name an ability (\`x-token-ability\`); such a call is judged by the token alone. A call with the cookie that changes something must come from that site: with its \`Origin\`, or with \`Sec-Fetch-Site: same-origin\`. Bodies are JSON in UTF-8; a member that is not described is refused. Answers may gain members.

**Sending a write again.** A write whose answer was lost may be sent again. \`x-repeatable\` says how: \`key\`, with an \`Idempotency-Key\`, or it is carried out twice; \`precondition\`, it names what it replaces or edits and is refused the second time, or with a key answered as the first; \`naturally\`, it changes nothing more and is answered the same, and takes no key. Another request with a used key is 422 \`idempotency_key_reused\`, one while the first is under way 409 \`idempotency_in_progress\`.

Refusals are problem documents (RFC 9457) with a \`code\` that keeps its meaning. What belongs to an account you are no member of does not exist for you: 404.

**Not offered on purpose:** what gives or takes away access to a customer’s data. It needs a person’s own press on a page of the platform; a script on that site could send any JSON request, but not that press. Whoever runs the platform has the command line on the server. For everybody else there are pages, which say what will happen and ask:

to **allow** an integration, \`/oauth?client_id={client_id}\`;

to **install** a widget, enable it again, or have a fresh code sent, \`/accounts/{account_id}/installations/{client_id}/install\`;

to **disable** an installation, \`/accounts/{account_id}/installations/{client_id}/disable\`;

to **revoke** a grant, \`/accounts/{account_id}/grants/{grant_id}/revoke\`;

for a **code to copy**, of an integration in its own account, \`/accounts/{account_id}/integrations/{client_id}#code\`.`;

const tags = [
  {
    name: 'registry',
    description:
      'The integrations that an account develops: it is their technical account, and only its admins see and change them.',
  },
  {
    name: 'install',
    description:
      'What is connected to an account, what people granted, and its settings. Disabling and revoking need a person’s press on the account’s page.',
  },
  {
    name: 'token',
    description: 'Long-lived and one-time tokens, and the personal access tokens of people’s own programs.',
  },
  {
    name: 'hooks',
    description: 'What the platform sent to an integration’s servers, try by try. Every secret in it is masked.',
  },
  {
    name: 'moderation',
    description: 'External integrations that are one product, and the published integration that takes their place.',
  },
  { name: 'accounts', description: 'People, memberships, invitations and sessions.' },
  { name: 'about', description: 'This description and its problems.' },
];
