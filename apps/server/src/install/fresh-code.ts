import { runKeyedWrite, askFreshCode, freshCodeClient } from '@pristan/flows';
import type { KeyedWriteAnswer } from '@pristan/flows';
import type { FreshCodeResult } from '@pristan/rules';
import type { FreshCodeBody } from '@pristan/wire';
import { platformPath, readFreshCodeForm, readFreshCodeJson } from '@pristan/wire';
import type { ProblemCode } from '@pristan/wire/api';
import { contracts } from '@pristan/wire/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../environment/open.ts';
import { withBasic } from '../http/basic.ts';
import { isTextBody } from '../http/bodies.ts';
import { idempotencyKeyOf, requestHash, sendWritten } from '../http/idempotency.ts';
import { withPrivateHeaders, sendPlatformProblem } from '../http/platform-problem.ts';
import { malformedKey } from '../http/platform-route.ts';
import { unixSeconds } from '../http/unix-seconds.ts';
import { setRetryAfter } from '../http/retry-after.ts';

const endpoint = contracts.ask_fresh_code;

/**
 * `POST /api/platform/installations/{account}/code`: sends a new authorization code to the integration's redirect URI.
 *
 * @see docs/spec/dialect.md#fresh-code
 */
export function freshCodeApi(app: FastifyInstance, world: World): void {
  app.route<{ Params: { account: string } }>({
    method: endpoint.method,
    url: `${platformPath}${endpoint.path}`,
    config: { dialect: 'platform', endpoint, cost: 'program' },
    handler: async (request, reply) => {
      if (request.site.kind !== 'public') return reply.callNotFound();
      const body = readBody(request.body);
      if (body.kind === 'unreadable') return sendPlatformProblem(world, { request, reply, code: 'unreadable_body' });
      if (body.kind === 'duplicate') {
        const errors = [{ field: body.member, code: 'duplicate' as const }];
        return sendPlatformProblem(world, { request, reply, code: 'invalid_request', errors });
      }
      const fields = withBasic(body.fields, request);
      const question = {
        clientId: fields.client_id,
        clientSecret: fields.client_secret,
        account: request.params.account,
        grantId: fields.grant_id,
        address: request.ip,
      };
      const key = idempotencyKeyOf(request);
      if (key.kind === 'malformed') return sendPlatformProblem(world, { request, reply, ...malformedKey });
      // A stored answer is only for a client that authenticates with this request too.
      const client = key.kind === 'key' ? await freshCodeClient(world, question) : undefined;
      if (key.kind === 'absent' || client === undefined) {
        const outcome = await askFreshCode(world, question);
        return outcome.kind === 'accepted'
          ? sendWritten(withPrivateHeaders(reply), { answer: acceptedAnswer(outcome), replayed: false })
          : refuse(request, reply, outcome);
      }
      const holder = `integration ${client}`;
      const asked = { holder, caller: holder, key: key.key, request: await requestHash(request) };
      const once = await runKeyedWrite<Refused>(world, asked, async (store) => {
        const outcome = await askFreshCode({ ...world, store }, question);
        return outcome.kind === 'accepted' ? { answer: acceptedAnswer(outcome) } : { refused: outcome };
      });
      if (once.kind === 'refused') return refuse(request, reply, once.refused);
      if (once.kind === 'answer') return sendWritten(withPrivateHeaders(reply), once);
      const code = once.kind === 'reused' ? 'idempotency_key_reused' : 'idempotency_in_progress';
      return sendPlatformProblem(world, { request, reply, code });
    },
  });

  async function refuse(request: FastifyRequest, reply: FastifyReply, refused: Refused): Promise<FastifyReply> {
    if (refused.reason === 'too_many') setRetryAfter(reply, world, refused.until);
    return sendPlatformProblem(world, { request, reply, code: codes[refused.reason] });
  }
}

type Refused = Extract<FreshCodeResult, { kind: 'refuse' }>;

function acceptedAnswer({ deliveryId, expiresAt }: Exclude<FreshCodeResult, Refused>): KeyedWriteAnswer {
  const body = JSON.stringify({ delivery_id: deliveryId, code_expires_at: unixSeconds(expiresAt) });
  return { status: 202, type: 'application/json', body };
}

const codes: Readonly<Record<Refused['reason'], ProblemCode>> = {
  credentials_wrong: 'wrong_credentials',
  integration_stopped: 'integration_stopped',
  no_widget: 'no_widget',
  not_installed: 'installation_not_found',
  forbidden_by_account: 'fresh_codes_forbidden',
  no_admin_grant: 'no_admin_grant',
  grant_not_live: 'grant_not_live',
  too_many: 'too_many_requests',
};

/** Reads the request's body. Without a body the client's credentials come from the `Authorization` header. */
function readBody(body: unknown): FreshCodeBody {
  if (!isTextBody(body)) return { kind: 'fields', fields: {} };
  if (body.type === 'form') return readFreshCodeForm(body.text);
  try {
    return readFreshCodeJson(JSON.parse(body.text));
  } catch {
    return { kind: 'unreadable' };
  }
}
