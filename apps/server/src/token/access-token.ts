import type { TokenAnswer, TokenEnvironment, TokenQuestion } from '@pristan/flows';
import { exchangeCode, refreshTokens } from '@pristan/flows';
import type { ExchangeRefusal, RefreshRefusal } from '@pristan/rules';
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
      const subdomain = site.kind === 'account' ? site.subdomain : undefined;
      const run = grants.get(body.fields.grant_type ?? '');
      if (run === undefined || body.kind === 'duplicate') {
        // The protocol reports an unknown host before these errors, and the flows that check the host do not run for
        // them.
        if (await isUnknownHost(world, subdomain)) return sendTokenError(reply, tokenErrorOf(accountUnknown), platform);
        const twice =
          body.kind === 'duplicate' && run !== undefined
            ? invalidRequest(`Check the \`${body.member}\` parameter`)
            : undefined;
        return sendTokenError(reply, twice ?? unsupported, platform);
      }
      const answer = await run(env, { fields: withBasic(body.fields, request), subdomain, address: request.ip });
      if (answer.kind === 'refuse') return sendTokenError(reply, tokenErrorOf(answer), platform);
      return sendJson(reply, answer.body);
    },
  );
}

type Grant = (env: TokenEnvironment, question: TokenQuestion) => Promise<TokenAnswer<ExchangeRefusal | RefreshRefusal>>;

/**
 * Grant types that the token endpoint serves; neither implicit nor password.
 *
 * @see RFC 9700 §2.1.2 @see RFC 9700 §2.4
 */
const grants: ReadonlyMap<string, Grant> = new Map<string, Grant>([
  ['authorization_code', exchangeCode],
  ['refresh_token', refreshTokens],
]);

const unsupported = {
  status: 400,
  hint: 'Check that all required parameters have been provided',
  error: 'unsupported_grant_type',
} as const;

const accountUnknown = { kind: 'refuse', reason: 'account_unknown' } as const;

async function isUnknownHost(world: World, subdomain: string | undefined): Promise<boolean> {
  if (subdomain === undefined) return false;
  const { hostAccountId } = await world.store.tokens.refreshFacts({
    clientId: undefined,
    family: undefined,
    subdomain,
    now: world.clock.now(),
  });
  return hostAccountId === undefined;
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
