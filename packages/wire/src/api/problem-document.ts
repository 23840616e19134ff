import { z } from 'zod';
import type { FieldProblemCode } from './field-problems.ts';
import type { ProblemCode } from './problems.ts';
import { problemStatuses } from './problems.ts';

/** An invalid field of a request. `field` is the field's path: its name, with `.` and an index inside a list. */
export interface ProblemFieldError {
  /** The file inside an uploaded archive that has the field; `field` may then be empty. */
  readonly file?: string;
  readonly field: string;
  readonly code: FieldProblemCode;
}

/** A problem document of the platform's JSON API. @see RFC 9457 §3 */
export const problemDocument = z
  .object({
    type: z.url().meta({ description: 'Address of the page that explains the code' }),
    title: z.string(),
    status: z.int().meta({ description: 'The HTTP status' }),
    detail: z.string().meta({ description: 'Advice in the language of the session or of `Accept-Language`' }),
    code: z.string().meta({ description: 'Stable code of the reason; see the list of problems' }),
    errors: z
      .array(
        z.object({
          file: z
            .string()
            .optional()
            .meta({ description: 'The file inside the uploaded archive', examples: ['manifest.json'] }),
          field: z.string().meta({
            description: 'Path of the member; `.` and an index inside a list',
            examples: ['button_origins.2'],
          }),
          code: z.string(),
          detail: z.string(),
        }),
      )
      .optional()
      .meta({ description: 'Every invalid field, when fields are the reason' }),
    request_id: z.string().meta({ description: 'Same as the header `X-Request-Id`' }),
  })
  .meta({ id: 'Problem', description: 'A refused request (RFC 9457)' });

export type ProblemDocument = z.infer<typeof problemDocument>;

/** Texts of every problem and of every field's problem, in one language. */
export interface ProblemTexts {
  readonly problems: Readonly<Record<ProblemCode, { readonly title: string; readonly detail: string }>>;
  readonly fields: Readonly<Record<FieldProblemCode, string>>;
}

/**
 * The problem document of a code; its `status` is the HTTP status. `site` is the public site without a trailing slash.
 */
export function formatPlatformProblem(
  code: ProblemCode,
  about: {
    readonly site: string;
    readonly texts: ProblemTexts;
    readonly requestId: string;
    readonly errors?: readonly ProblemFieldError[];
  },
): ProblemDocument {
  const { problems, fields } = about.texts;
  return {
    type: `${about.site}/api/platform/problems/${code}`,
    ...problems[code],
    status: problemStatuses[code],
    code,
    ...(about.errors === undefined
      ? {}
      : {
          errors: about.errors.map((fault) => ({
            ...(fault.file === undefined ? {} : { file: fault.file }),
            field: fault.field,
            code: fault.code,
            detail: fields[fault.code],
          })),
        }),
    request_id: about.requestId,
  };
}

/** Answer of `GET /api/platform/problems/{code}`. */
export const problemExplanation = z
  .object({ code: z.string(), status: z.int(), title: z.string(), detail: z.string() })
  .meta({ id: 'ProblemExplanation', description: 'Explanation of a problem code' });
