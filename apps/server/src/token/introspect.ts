import { introspectToken } from '@pristan/flows';
import { isUnavailable } from '@pristan/store';
import type { IntrospectionFields, RfcErrorBody } from '@pristan/wire';
import { readIntrospectionForm } from '@pristan/wire';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { basicCredentials } from '../http/basic.ts';
import { isTextBody } from '../http/bodies.ts';
import { MalformedText } from '../http/malformed-text.ts';
import { asRefusal } from '../http/refused-value.ts';
import { sendJson } from '../http/token-answers.ts';

/**
 * `POST /oauth/v2/introspect`: tells a registered resource server the status of a token.
 *
 * @see RFC 7662 §2.1
 * @see RFC 7662 §4
 * @see docs/spec/dialect.md#introspection
 */
export function introspectRoute(app: FastifyInstance, world: World): void {
  app.post(
    '/oauth/v2/introspect',
    {
      config: { dialect: 'token', method: 'token.introspect', cost: 'program' },
      errorHandler: (error: FastifyError, request, reply) => {
        void sendError(reply, problemOf(asRefusal(error, request), request));
      },
    },
    async (request, reply) => {
      if (request.site.kind !== 'public') return reply.callNotFound();
      const asked = readQuestion(request);
      if (typeof asked === 'string') return sendError(reply, [400, 'invalid_request', asked]);
      const answer = await introspectToken(world, asked);
      return answer.kind === 'refuse' ? sendError(reply, unknownServer) : sendJson(reply, answer.body);
    },
  );
}

type Problem = readonly [status: number, error: RfcErrorBody['error'], description: string];

const unknownServer: Problem = [401, 'invalid_client', 'The resource server is not known by these credentials'];

/** Reads an introspection request, or says what is wrong with its form. Nothing is ever read from the query string. */
function readQuestion(request: FastifyRequest) {
  if (!isTextBody(request.body) || request.body.type !== 'form') return 'The body must be a form';
  const body = readIntrospectionForm(request.body.text);
  if (body.kind !== 'fields') return 'A parameter stands in the request twice';
  const { fields } = body;
  const credentials = readCredentials(request, fields);
  if (credentials === undefined) return 'Two ways of authentication were used';
  if (fields.token === undefined) return 'The parameter `token` is missing';
  return { ...credentials, token: fields.token };
}

/**
 * Reads the client credentials of an introspection request. RFC 6749 §2.3 permits one authentication method per
 * request; the token endpoint is lenient about that, introspection is not.
 */
function readCredentials(request: FastifyRequest, fields: IntrospectionFields) {
  const basic = basicCredentials(request);
  if (basic === undefined) return { serverId: fields.client_id, serverSecret: fields.client_secret };
  const once = fields.client_secret === undefined && (fields.client_id ?? basic.id) === basic.id;
  return once ? { serverId: basic.id, serverSecret: basic.secret } : undefined;
}

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof MalformedText) return [400, 'invalid_request', `The parameter \`${error.field}\` is not text`];
  const status = error.statusCode ?? 500;
  if (status < 500) return [status, 'invalid_request', 'The body must be a form in UTF-8 of at most 64 KiB'];
  if (isUnavailable(error)) request.log.warn({ err: error }, 'the database is unavailable');
  else request.log.error({ err: error }, 'a request ended in a bug');
  return [503, 'temporarily_unavailable', 'Try again in a moment'];
}

async function sendError(reply: FastifyReply, [status, error, description]: Problem): Promise<FastifyReply> {
  if (status === 401) reply.header('WWW-Authenticate', 'Basic realm="pristan"');
  if (status === 503) reply.header('Retry-After', '1');
  const body: RfcErrorBody = { error, error_description: description };
  return sendJson(reply.code(status), body);
}
