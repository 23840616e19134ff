import type { FastifyRequest } from 'fastify';
import { browserName } from './browser-name.ts';
import type { SignedInUser } from './session.ts';

/** Account, integration and caller of a call to the JSON API. */
export function targetOf(call: {
  readonly params: { readonly account_id: number; readonly client_id: string };
  readonly session: SignedInUser;
  readonly request: FastifyRequest;
}) {
  return { accountId: call.params.account_id, integrationId: call.params.client_id, by: requesterOf(call) };
}

/** The signed-in person who made a request, as the audit log records them. */
export function requesterOf({
  session,
  request,
}: {
  readonly session: SignedInUser;
  readonly request: FastifyRequest;
}) {
  return {
    userId: session.userId,
    address: request.ip,
    token: session.token,
    ...browserOf(session.userAgent),
  };
}

/** Browser named by a user agent, as the audit log records it; empty when the user agent names none. */
export function browserOf(userAgent: string | undefined): { readonly browser?: string } {
  const browser = userAgent === undefined ? '' : browserName(userAgent);
  return browser === '' ? {} : { browser };
}
