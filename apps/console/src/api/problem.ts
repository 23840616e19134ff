import type { ProblemDocument } from '@pristan/wire/api';

/** One refused value of a request, with the name of its field. */
export interface FieldProblem {
  /** File inside an uploaded archive; `field` is then a position in it and may be empty. */
  readonly file?: string | undefined;
  readonly field: string;
  readonly code: string;
  readonly detail: string;
}

/** A refusal of the platform, in the person's language. @see docs/spec/api-problems.md */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly fields: readonly FieldProblem[];
  /** Seconds until a retry makes sense, if the platform named them. */
  readonly retryAfterSeconds: number | undefined;

  constructor(answer: {
    readonly status: number;
    readonly code: string;
    readonly detail: string;
    readonly fields: readonly FieldProblem[];
    readonly retryAfterSeconds: number | undefined;
  }) {
    super(answer.detail);
    this.status = answer.status;
    this.code = answer.code;
    this.fields = answer.fields;
    this.retryAfterSeconds = answer.retryAfterSeconds;
  }
}

/** Whether the session has ended: the person must sign in again, and should not lose their input. */
export function isSignedOut(error: Error): boolean {
  return error instanceof ApiProblem && error.status === 401;
}

/** Whether somebody else has saved a change since this page read the data. */
export function isEditedMeanwhile(error: Error): boolean {
  return error instanceof ApiProblem && error.code === 'edited_meanwhile';
}

/** Whether the page shows outdated data and must read it again. */
export function isOutdated(error: Error): boolean {
  return isEditedMeanwhile(error) || (error instanceof ApiProblem && error.code === 'secret_replaced');
}

/**
 * Reads the problem in an unsuccessful response; a body that is no problem document gives only the status.
 *
 * @param retryAfter the `Retry-After` header
 */
export function problemOf(httpStatus: number, body: string, retryAfter: string | null): ApiProblem {
  const retryAfterSeconds = retryAfter !== null && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
  try {
    const { status, code, detail, errors = [] } = JSON.parse(body) as ProblemDocument;
    return new ApiProblem({ status, code, detail, fields: errors, retryAfterSeconds });
  } catch {
    const detail = `HTTP ${httpStatus}`;
    return new ApiProblem({ status: httpStatus, code: 'unreadable', detail, fields: [], retryAfterSeconds });
  }
}
