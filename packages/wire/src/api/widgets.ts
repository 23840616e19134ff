import { z } from 'zod';
import { integrationParams } from './registry.ts';

/** Path parameters of one version of a widget. */
export const widgetParams = integrationParams.extend({
  number: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .meta({ type: 'integer', pattern: undefined, minimum: 1, description: 'The version' }),
});

const texts = z
  .record(z.string(), z.string())
  .meta({ description: 'Text by language', examples: [{ ru: 'Почта', en: 'Mail' }] });

/** A version of an integration's widget. */
export const widgetVersion = z
  .object({
    number: z.int().meta({ description: 'Counted from 1' }),
    live: z.boolean().meta({ description: 'Whether accounts get this version; at most one is live' }),
    sha256: z.string(),
    archive_bytes: z.int(),
    inflated_bytes: z.int(),
    files: z.int().meta({ description: 'Number of files' }),
    version: z.string().nullable().meta({ description: 'Version in its manifest' }),
    locales: z.array(z.string()),
    installation: z
      .boolean()
      .meta({ description: 'The manifest’s `installation`: whether an admin installs it on its page' }),
    name: texts,
    short_description: texts,
    locations: z.array(z.string()),
    settings: z.array(
      z.object({
        key: z.string(),
        type: z.enum(['text', 'pass', 'users', 'users_lp', 'custom']),
        required: z.boolean(),
        name: texts,
      }),
    ),
    report: z
      .object({
        needed: z.int().meta({ description: 'Number of findings that block publication' }),
        advised: z.int().meta({ description: 'Number of findings for a person to review' }),
      })
      .nullable()
      .meta({ description: 'Summary of the checks; `null`: uploaded to an earlier release without checks' }),
    created_at: z.int().meta({ description: 'Unix seconds' }),
    created_by: z.int().nullable().meta({ description: 'Id of the person who uploaded it' }),
  })
  .meta({ id: 'WidgetVersion', description: 'A version of an integration’s widget' });

export type WidgetVersionBody = z.infer<typeof widgetVersion>;

const finding = z
  .object({
    rule: z.string().meta({ description: 'The rule’s stable id', examples: ['img.size'] }),
    level: z.enum(['error', 'warning']),
    needed: z.boolean().meta({ description: 'Whether it blocks publication' }),
    file: z.string().meta({ examples: ['images/logo.png'] }),
    line: z.int().nullable().meta({ description: 'Counted from 1' }),
    member: z.string().meta({ description: 'Path inside a JSON file, members separated by `.`; may be empty' }),
    code: z.string().meta({ description: 'Stable code of the finding', examples: ['differs'] }),
    expected: z.string().meta({ examples: ['130×100'] }),
    found: z.string().meta({ examples: ['128×128'] }),
    detail: z.string().meta({
      description: 'Explanation in the language of the session or of `Accept-Language`',
      examples: ['Expected 130×100, found 128×128.'],
    }),
  })
  .meta({ id: 'WidgetFinding', description: 'A publication rule that the archive violates' });

export type WidgetFindingBody = z.infer<typeof finding>;

/** Answer of `POST …/widgets` and of `GET …/widgets/{number}`. */
export const widgetVersionWithFindings = widgetVersion
  .extend({
    findings: z
      .array(finding)
      .nullable()
      .meta({ description: 'At most 200, blocking ones first; `null`: uploaded to an earlier release without checks' }),
  })
  .meta({ id: 'WidgetVersionWithFindings', description: 'A version with all findings of its checks' });

/** Answer of `GET …/widgets`. */
export const widgetVersionList = z
  .object({ versions: z.array(widgetVersion).meta({ description: 'Newest first, at most 100' }) })
  .meta({ id: 'WidgetVersionList' });

/** Body of `PUT …/widgets/live`. */
export const liveWidget = z
  .strictObject({ number: z.int().nullable().meta({ description: 'The version to make live; `null`: none' }) })
  .meta({ id: 'LiveWidget' });
