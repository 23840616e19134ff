/** One value that was refused, by its name in the request. */
export interface FieldProblem {
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
