import { askFreshCode } from '@pristan/flows';
import type { FreshCode } from '@pristan/rules';
import type { FreshCodeBody } from '@pristan/wire';
import { readFreshCodeForm, readFreshCodeJson } from '@pristan/wire';
import type { ProblemCode } from '@pristan/wire/api';
import { freshCodeAnswer, freshCodeRequest, namedAccount } from '@pristan/wire/api';
import type { FastifyInstance } from 'fastify';
import type { World } from '../../environment/open.ts';
import { withBasic } from '../../http/basic.ts';
import { isTextBody } from '../../http/bodies.ts';
import { described } from '../../http/platform-endpoint.ts';
import { sendPlatformJson, sendPlatformProblem } from '../../http/platform-problem.ts';
import { platformPath } from '../../http/platform-route.ts';
import { unixSeconds } from '../../http/unix-seconds.ts';
import { setRetryAfter } from '../../http/retry-after.ts';

const endpoint = described({
  method: 'POST',
  path: '/installations/:account/code',
  tag: 'install',
  operationId: 'ask_fresh_code',
  summary: 'Have a fresh code sent to your redirect URI',
  description:
    'For an integrator’s server, with the integration’s own credentials. The code goes by the install hook to the redirect URI that is registered, and stands in no answer. At most 5 an hour for an installation; the account sees each and can forbid it.',
  params: namedAccount,
  body: freshCodeRequest,
  takesForms: true,
  status: 202,
  answer: freshCodeAnswer,
  problems: [
    'fresh_codes_forbidden',
    'installation_not_found',
    'integration_stopped',
    'no_widget',
    'no_admin_grant',
    'grant_not_live',
    'too_many_requests',
  ],
});

/** `POST /api/platform/installations/{account}/code`. @see docs/spec/dialect.md#fresh-code */
export function freshCodeApi(app: FastifyInstance, world: World): void {
  app.route<{ Params: { account: string } }>({
    method: endpoint.method,
    url: `${platformPath}${endpoint.path}`,
    config: { dialect: 'platform', endpoint },
    handler: async (request, reply) => {
      if (request.site.kind !== 'public') return reply.callNotFound();
      const body = readBody(request.body);
      if (body.kind === 'unreadable') return sendPlatformProblem(world, { request, reply, code: 'unreadable_body' });
      if (body.kind === 'duplicate') {
        const errors = [{ field: body.member, code: 'duplicate' as const }];
        return sendPlatformProblem(world, { request, reply, code: 'invalid_request', errors });
      }
      const fields = withBasic(body.fields, request);
      const outcome = await askFreshCode(world, {
        clientId: fields.client_id,
        clientSecret: fields.client_secret,
        account: request.params.account,
        grantId: fields.grant_id,
        address: request.ip,
      });
      if (outcome.kind === 'accepted') {
        const { deliveryId, expiresAt } = outcome;
        return sendPlatformJson(reply.code(202), { delivery_id: deliveryId, code_expires_at: unixSeconds(expiresAt) });
      }
      if (outcome.reason === 'too_many') setRetryAfter(reply, world, outcome.until);
      return sendPlatformProblem(world, { request, reply, code: codes[outcome.reason] });
    },
  });
}

const codes: Readonly<Record<Extract<FreshCode, { kind: 'refuse' }>['reason'], ProblemCode>> = {
  credentials_wrong: 'wrong_credentials',
  integration_stopped: 'integration_stopped',
  no_widget: 'no_widget',
  not_installed: 'installation_not_found',
  forbidden_by_account: 'fresh_codes_forbidden',
  no_admin_grant: 'no_admin_grant',
  grant_not_live: 'grant_not_live',
  too_many: 'too_many_requests',
};

/** Without a body the credentials stand in the header. */
function readBody(body: unknown): FreshCodeBody {
  if (!isTextBody(body)) return { kind: 'fields', fields: {} };
  if (body.type === 'form') return readFreshCodeForm(body.text);
  try {
    return readFreshCodeJson(JSON.parse(body.text));
  } catch {
    return { kind: 'unreadable' };
  }
}
