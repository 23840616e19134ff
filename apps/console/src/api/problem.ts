import type { ProblemDocument } from '@pristan/wire/api';

/** One value that was refused, by its name in the request. */
export interface FieldProblem {
  /** The file inside an archive, when one was sent; then `field` is a place in it, and may be empty. */
  readonly file?: string | undefined;
  readonly field: string;
  readonly code: string;
  readonly detail: string;
}

/** What the platform answered when it refused, in the person's language. @see docs/spec/api-problems.md */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly fields: readonly FieldProblem[];

  constructor(answer: {
    readonly status: number;
    readonly code: string;
    readonly detail: string;
    readonly fields: readonly FieldProblem[];
  }) {
    super(answer.detail);
    this.status = answer.status;
    this.code = answer.code;
    this.fields = answer.fields;
  }
}

/** The session ended meanwhile: a person signs in again, and what they typed is worth keeping until then. */
export function isSignedOut(error: Error): boolean {
  return error instanceof ApiProblem && error.status === 401;
}

/** What an answer that is no success says; without a problem document in it only its status. */
export function problemOf(httpStatus: number, body: string): ApiProblem {
  try {
    const { status, code, detail, errors = [] } = JSON.parse(body) as ProblemDocument;
    return new ApiProblem({ status, code, detail, fields: errors });
  } catch {
    return new ApiProblem({ status: httpStatus, code: 'unreadable', detail: `HTTP ${httpStatus}`, fields: [] });
  }
}
