import { accountUnknown, answerTokenRequest, tokenGrantTypes } from '@pristan/flows';
import type { TokenRequestBody } from '@pristan/wire';
import { readTokenForm, readTokenJson } from '@pristan/wire';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { withBasic } from '../http/basic.ts';
import { isTextBody } from '../http/bodies.ts';
import { invalidRequest, sendJson, sendTokenError, tokenErrorOf } from '../http/token-answers.ts';
import { tokenEnvironment } from '../environment/token-environment.ts';

/**
 * `POST /oauth2/access_token`: issues tokens for an authorization code or a refresh token.
 *
 * @see docs/spec/dialect.md#token-request
 */
export function accessTokenRoute(app: FastifyInstance, world: World): void {
  const env = tokenEnvironment(world);
  const { platform } = world.config;
  app.post(
    '/oauth2/access_token',
    { config: { dialect: 'token', method: 'token.issue', cost: 'program' } },
    async (request, reply) => {
      const { site } = request;
      if (site.kind !== 'public' && site.kind !== 'account') {
        return sendTokenError(reply, tokenErrorOf(accountUnknown), platform);
      }
      const body = readBody(request.body);
      if (body.kind === 'unreadable') return sendTokenError(reply, invalidRequest('Check the request body'), platform);
      const answer = await answerTokenRequest(env, tokenGrantTypes, {
        fields: withBasic(body.fields, request),
        repeated: body.kind === 'duplicate' ? body.member : undefined,
        subdomain: site.kind === 'account' ? site.subdomain : undefined,
        address: request.ip,
      });
      return answer.kind === 'refuse'
        ? sendTokenError(reply, tokenErrorOf(answer), platform)
        : sendJson(reply, answer.body);
    },
  );
}

function readBody(body: unknown): TokenRequestBody {
  if (!isTextBody(body)) return { kind: 'fields', fields: {} };
  if (body.type === 'form') return readTokenForm(body.text);
  try {
    return readTokenJson(JSON.parse(body.text));
  } catch {
    return { kind: 'unreadable' };
  }
}
