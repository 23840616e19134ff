import type { Platform } from './token/errors.ts';

/** The reasons why a call of the amoCRM-compatible API is refused. @see docs/spec/dialect.md#api-errors */
export type ApiProblem =
  | { readonly kind: 'unauthorized'; readonly tokenSent?: boolean }
  | { readonly kind: 'forbidden'; readonly detail: string }
  | { readonly kind: 'not_found'; readonly method: string; readonly url: string }
  | { readonly kind: 'method_not_allowed' }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldProblem[] }
  | { readonly kind: 'unprocessable'; readonly detail: string }
  | { readonly kind: 'idempotency_in_progress'; readonly retryAfterSeconds: number }
  | { readonly kind: 'idempotency_key_reused' }
  | { readonly kind: 'too_many'; readonly retryAfterSeconds: number }
  | { readonly kind: 'blocked'; readonly retryAfterSeconds: number }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'unsupported_type' }
  | { readonly kind: 'unavailable' };

/** An invalid field, in amoCRM's form. `requestId` is the index of the entity in the request. */
export interface FieldProblem {
  readonly requestId: string;
  readonly code: string;
  readonly path: string;
  readonly detail: string;
}

/** A problem document in amoCRM's form, sent as `application/problem+json`. */
export interface ProblemBody {
  readonly 'validation-errors'?: readonly {
    readonly request_id: string;
    readonly errors: readonly { readonly code: string; readonly path: string; readonly detail: string }[];
  }[];
  readonly title: string;
  readonly type: string;
  readonly status: number;
  readonly detail: string;
  /** The code of a problem for which amoCRM has no document. */
  readonly code?: 'idempotency_in_progress' | 'idempotency_key_reused';
  readonly retry_after?: number;
}

/** The document of an API problem; its `status` member is the HTTP status. @see docs/spec/dialect.md#api-errors */
export function formatProblem(problem: ApiProblem, platform: Platform): ProblemBody {
  switch (problem.kind) {
    case 'unauthorized':
      return body(401, 'Unauthorized', platform === 1 ? 'Неверный логин или пароль' : 'Invalid user name or password');
    case 'forbidden':
      return body(403, 'Forbidden', problem.detail);
    case 'not_found':
      return body(404, 'Not Found', `Cannot ${problem.method} ${problem.url}`);
    case 'invalid':
      return {
        'validation-errors': byRequest(problem.errors),
        ...body(400, 'Bad Request', 'Request validation failed'),
      };
    case 'unprocessable':
      return body(422, 'Unprocessable Entity', problem.detail);
    case 'idempotency_in_progress':
      return {
        ...body(409, 'Conflict', 'A request with this Idempotency-Key is being carried out'),
        code: 'idempotency_in_progress',
        retry_after: problem.retryAfterSeconds,
      };
    case 'too_many':
      return {
        ...body(
          429,
          'Too Many Requests',
          'You have sent too many requests in a given amount of time. Please try again later.',
        ),
        retry_after: problem.retryAfterSeconds,
      };
    case 'blocked':
      return {
        ...body(403, 'Forbidden', 'Too many requests went on after 429; this address is refused for a while.'),
        retry_after: problem.retryAfterSeconds,
      };
    default:
      return fixedBodies[problem.kind];
  }
}

/** The documents that are the same for every request. */
const fixedBodies: Readonly<
  Record<
    'method_not_allowed' | 'idempotency_key_reused' | 'too_large' | 'unsupported_type' | 'unavailable',
    ProblemBody
  >
> = {
  method_not_allowed: body(405, 'Method Not Allowed', 'This method is not allowed here'),
  idempotency_key_reused: {
    ...body(422, 'Unprocessable Entity', 'Another request was sent with this Idempotency-Key'),
    code: 'idempotency_key_reused',
  },
  too_large: body(413, 'Payload Too Large', 'The request body is larger than 64 KiB'),
  unsupported_type: body(415, 'Unsupported Media Type', 'Send application/json'),
  unavailable: body(503, 'Service Unavailable', 'Please try again in a moment'),
};

function body(status: number, title: string, detail: string): ProblemBody {
  return { title, type: `https://httpstatus.es/${status}`, status, detail };
}

function byRequest(errors: readonly FieldProblem[]): NonNullable<ProblemBody['validation-errors']> {
  return [...new Set(errors.map((error) => error.requestId))].map((requestId) => ({
    request_id: requestId,
    errors: errors
      .filter((error) => error.requestId === requestId)
      .map(({ code, path, detail }) => ({ code, path, detail })),
  }));
}
