import { explainToken } from '@pristan/flows';
import type { ExplainBody } from '@pristan/wire';
import { formatExplanation, readExplainForm, readExplainJson } from '@pristan/wire';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { withBasic } from '../http/basic.ts';
import { isTextBody } from '../http/bodies.ts';
import { invalidRequest, sendJson, sendTokenError, tokenErrorOf } from '../http/token-answers.ts';
import { setRetryAfter } from '../http/retry-after.ts';
import { tokenEnvironment } from '../environment/token-environment.ts';

/**
 * `POST /oauth2/explain`: tells an integrator the reason why an authorization code or token is refused.
 *
 * @see docs/spec/dialect.md#explain
 */
export function explainRoute(app: FastifyInstance, world: World): void {
  const env = { ...tokenEnvironment(world), store: world.store };
  const { platform } = world.config;
  app.post(
    '/oauth2/explain',
    { config: { dialect: 'token', method: 'token.explain', cost: 'program' } },
    async (request, reply) => {
      if (request.site.kind !== 'public') return reply.callNotFound();
      const body = readBody(request.body);
      if (body.kind === 'unreadable') return sendTokenError(reply, invalidRequest('Check the request body'), platform);
      if (body.kind === 'duplicate') {
        return sendTokenError(reply, invalidRequest(`Check the \`${body.member}\` parameter`), platform);
      }
      const answer = await explainToken(env, { fields: withBasic(body.fields, request) });
      switch (answer.kind) {
        case 'explained':
          return sendJson(reply, formatExplanation(answer));
        case 'unknown':
          return sendTokenError(reply, unknown, platform);
        case 'wait':
          return sendTokenError(setRetryAfter(reply, world, answer.until), tooMany, platform);
        case 'refuse':
          return sendTokenError(reply, tokenErrorOf(answer), platform);
      }
    },
  );
}

/** One answer for tokens that were never issued, were altered, or belong to another client. */
const unknown = { status: 404, hint: 'Nothing is known about this token', error: 'invalid_grant' } as const;

const tooMany = { status: 429, hint: 'Too many questions in a minute', error: 'temporarily_unavailable' } as const;

function readBody(body: unknown): ExplainBody {
  if (!isTextBody(body)) return { kind: 'fields', fields: {} };
  if (body.type === 'form') return readExplainForm(body.text);
  try {
    return readExplainJson(JSON.parse(body.text));
  } catch {
    return { kind: 'unreadable' };
  }
}
