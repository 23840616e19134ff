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
  /** When asking again makes sense, if the platform said so. */
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

/** The session ended meanwhile: a person signs in again, and what they typed is worth keeping until then. */
export function isSignedOut(error: Error): boolean {
  return error instanceof ApiProblem && error.status === 401;
}

/** Somebody stored something else after it was read here. */
export function isEditedMeanwhile(error: Error): boolean {
  return error instanceof ApiProblem && error.code === 'edited_meanwhile';
}

/** True when the page shows something older than what is stored, and has to ask for it again. */
export function isOutdated(error: Error): boolean {
  return isEditedMeanwhile(error) || (error instanceof ApiProblem && error.code === 'secret_replaced');
}

/**
 * What an answer that is no success says; without a problem document in it only its status.
 *
 * @param retryAfter the header of that name
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
