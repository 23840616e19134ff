import type { FastifyRequest } from 'fastify';
import { browserName } from './browser-name.ts';
import type { Signed } from './session.ts';

/** Account, integration and caller of a JSON API call. */
export function targetOf(call: {
  readonly params: { readonly account_id: number; readonly client_id: string };
  readonly session: Signed;
  readonly request: FastifyRequest;
}) {
  return { accountId: call.params.account_id, integrationId: call.params.client_id, by: requesterOf(call) };
}

/** The signed-in person as the audit log records them. */
export function requesterOf({ session, request }: { readonly session: Signed; readonly request: FastifyRequest }) {
  return {
    userId: session.userId,
    address: request.ip,
    token: session.token,
    ...browserOf(session.userAgent),
  };
}

/** Browser of a user agent as the audit log records it; empty when it names none. */
export function browserOf(userAgent: string | undefined): { readonly browser?: string } {
  const browser = userAgent === undefined ? '' : browserName(userAgent);
  return browser === '' ? {} : { browser };
}
