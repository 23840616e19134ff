import type { FastifyRequest } from 'fastify';
import type { Signed } from './session.ts';

/** Which integration a call of the JSON API is about, and who asks. */
export function aboutOf(call: {
  readonly params: { readonly account_id: number; readonly client_id: string };
  readonly session: Signed;
  readonly request: FastifyRequest;
}) {
  return { accountId: call.params.account_id, integrationId: call.params.client_id, by: askerOf(call) };
}

/** The signed-in person, as the log names them. */
export function askerOf({ session, request }: { readonly session: Signed; readonly request: FastifyRequest }) {
  return { userId: session.userId, address: request.ip, token: session.token };
}
