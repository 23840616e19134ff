import { z } from 'zod';
import { fieldProblemCatalogue } from './field-problems.ts';
import type { FieldProblemCode } from './field-problems.ts';
import type { ProblemLanguage } from './problem-entry.ts';
import type { ProblemCode } from './problems.ts';
import { problemCatalogue } from './problems.ts';

/** A field that did not pass. `field` is its place: a member's name, with `.` and an index inside a list. */
export interface FieldFault {
  /** The file inside an archive, when the field is a place in one; then `field` may be empty. */
  readonly file?: string;
  readonly field: string;
  readonly code: FieldProblemCode;
}

/** A problem document as the JSON API writes it. @see RFC 9457 §3 */
export const problemDocument = z
  .object({
    type: z.url().meta({ description: 'The address that explains the code' }),
    title: z.string(),
    status: z.int().meta({ description: 'The HTTP status' }),
    detail: z
      .string()
      .meta({ description: 'What to do about it, in the language of the session or of `Accept-Language`' }),
    code: z.string().meta({ description: 'The reason, for programs; see the list of problems' }),
    errors: z
      .array(
        z.object({
          file: z
            .string()
            .optional()
            .meta({ description: 'The file inside an archive, when one was sent', examples: ['manifest.json'] }),
          field: z
            .string()
            .meta({ description: 'The member, with `.` and an index inside a list', examples: ['button_origins.2'] }),
          code: z.string(),
          detail: z.string(),
        }),
      )
      .optional()
      .meta({ description: 'Every field that did not pass, when fields are the reason' }),
    request_id: z.string().meta({ description: 'As in the header `X-Request-Id`' }),
  })
  .meta({ id: 'Problem', description: 'Why a request was refused (RFC 9457)' });

export type ProblemDocument = z.infer<typeof problemDocument>;

/** The document for a code; its `status` is the HTTP status. `site` is the public site, without a slash at its end. */
export function formatPlatformProblem(
  code: ProblemCode,
  about: {
    readonly site: string;
    readonly language: ProblemLanguage;
    readonly requestId: string;
    readonly errors?: readonly FieldFault[];
  },
): ProblemDocument {
  const entry = problemCatalogue[code];
  const { language } = about;
  return {
    type: `${about.site}/api/platform/problems/${code}`,
    ...entry[language],
    status: entry.status,
    code,
    ...(about.errors === undefined
      ? {}
      : {
          errors: about.errors.map((fault) => ({
            ...(fault.file === undefined ? {} : { file: fault.file }),
            field: fault.field,
            code: fault.code,
            detail: fieldProblemCatalogue[fault.code][language],
          })),
        }),
    request_id: about.requestId,
  };
}

/** What `GET /api/platform/problems/{code}` answers. */
export const problemExplanation = z
  .object({ code: z.string(), status: z.int(), title: z.string(), detail: z.string() })
  .meta({ id: 'ProblemExplanation', description: 'A problem’s code in words' });
