import type { FetchedSecrets } from '@pristan/flows';
import { pullSecrets } from '@pristan/flows';
import type { TokenError } from '@pristan/wire';
import { readPull } from '@pristan/wire';
import type { FastifyInstance } from 'fastify';
import type { World } from '../environment/open.ts';
import { isTextBody, readForm } from '../http/bodies.ts';
import { openFromPage } from '../http/seal.ts';
import { invalidRequest, sendJson, sendTokenError } from '../http/token-answers.ts';

/**
 * `POST /oauth2/secrets`: gives an integrator, once and for the right verifier, secret keys that could not be
 * delivered.
 *
 * @see docs/spec/dialect.md#pull
 */
export function secretsRoute(app: FastifyInstance, world: World): void {
  const { platform } = world.config;
  app.post(
    '/oauth2/secrets',
    { config: { dialect: 'token', method: 'secrets.pull', cost: 'program' } },
    async (request, reply) => {
      if (request.site.kind !== 'public' && request.site.kind !== 'account') return reply.callNotFound();
      const asked = readPull(membersOf(request.body));
      if ('problem' in asked)
        return sendTokenError(reply, invalidRequest(`Check the \`${asked.problem}\` parameter`), platform);
      const opened = openFromPage(world, 'secrets-code', asked.secretsCode);
      if (opened.kind !== 'opened') return sendTokenError(reply, refusal(opened.kind), platform);
      const pulled = await pullSecrets(world, { ...opened.value, verifier: asked.verifier, address: request.ip });
      if (pulled.kind === 'refuse') return sendTokenError(reply, refusal(pulled.reason), platform);
      return sendJson(reply, { client_id: pulled.clientId, client_secret: pulled.clientSecret });
    },
  );
}

type Reason = 'expired' | 'tampered' | Extract<FetchedSecrets, { kind: 'refuse' }>['reason'];

const hints: Readonly<Record<Reason, string>> = {
  tampered: 'Cannot decrypt the secrets code',
  expired: 'Secrets code has expired',
  pull_unknown: 'Secrets code has been revoked',
  pulled_before: 'Secrets code has been revoked',
  verifier_differs: 'Failed to verify the verifier',
};

function refusal(reason: Reason): TokenError {
  return { status: 400, hint: hints[reason], error: 'invalid_grant' };
}

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  if (!isTextBody(body)) return {};
  if (body.type === 'form') return Object.fromEntries(readForm(body) ?? []);
  try {
    const value: unknown = JSON.parse(body.text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
