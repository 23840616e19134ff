import { z } from 'zod';
import { integrationParams } from './registry.ts';

/** Path parameters of one version. */
export const widgetParams = integrationParams.extend({
  number: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .meta({ type: 'integer', pattern: undefined, minimum: 1, description: 'The version' }),
});

const texts = z
  .record(z.string(), z.string())
  .meta({ description: 'By language', examples: [{ ru: 'Почта', en: 'Mail' }] });

/** A version of an integration's widget. */
export const widgetVersion = z
  .object({
    number: z.int().meta({ description: 'Counted from 1' }),
    live: z.boolean().meta({ description: 'Whether accounts get this one; at most one version is' }),
    sha256: z.string(),
    archive_bytes: z.int(),
    inflated_bytes: z.int(),
    files: z.int().meta({ description: 'How many files it has' }),
    version: z.string().nullable().meta({ description: 'What its manifest calls it' }),
    locales: z.array(z.string()),
    installation: z.boolean().meta({ description: 'Whether it is installed by a press on its page' }),
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
    created_at: z.int().meta({ description: 'Unix seconds' }),
    created_by: z.int().nullable().meta({ description: 'Who uploaded it' }),
  })
  .meta({ id: 'WidgetVersion', description: 'A version of an integration’s widget' });

export type WidgetVersionBody = z.infer<typeof widgetVersion>;

/** Answer of `GET …/widgets`. */
export const widgetVersionList = z
  .object({ versions: z.array(widgetVersion).meta({ description: 'Newest first, at most 100' }) })
  .meta({ id: 'WidgetVersionList' });

/** Body of `PUT …/widgets/live`. */
export const liveWidget = z
  .strictObject({ number: z.int().nullable().meta({ description: 'The version; `null`: none is live' }) })
  .meta({ id: 'LiveWidget' });
