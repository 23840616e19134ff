import { isRefusedValue } from '@pristan/store';
import type { FastifyError, FastifyRequest } from 'fastify';

/** Error for a value that the database rejected for its type: 404 for a read, 400 otherwise. */
class RefusedValue extends Error {
  override readonly name = 'RefusedValue';
  readonly code = 'REFUSED_VALUE';
  readonly statusCode: number;

  constructor(statusCode: number) {
    super('the request holds a value that cannot be looked for');
    this.statusCode = statusCode;
  }
}

/**
 * Turns a database error that a request's value caused into a refusal. SQLSTATE class 22 means that a value does not
 * fit its column: its sender is at fault, not the server, and must not fill the log. An earlier check should have
 * refused the value, so route and SQLSTATE are logged at `debug`, without text of the request; the fuzzer runs at that
 * level and fails on such a line.
 */
export function asRefusal(error: FastifyError, request: FastifyRequest): FastifyError {
  if (!isRefusedValue(error)) return error;
  const { method, url: route } = request.routeOptions;
  request.log.debug({ route, method, sqlState: error.code }, refusedValueLogged);
  return new RefusedValue(request.method === 'GET' || request.method === 'HEAD' ? 404 : 400);
}

/** Log message for a value that only the database refused, not an earlier check. */
export const refusedValueLogged = 'a value that no check had refused reached the database';
