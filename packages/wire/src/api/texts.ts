import { z } from 'zod';
import { textLanguages } from '../text-languages.ts';
import { answeredFields, sentFields } from './integration-fields.ts';
import { integrationParams } from './registry.ts';
import { proseText } from './text-fields.ts';

const language = z.enum(textLanguages);

const { summary, description } = sentFields;
const words = { summary, description };
const answered = { summary: answeredFields.summary, description: answeredFields.description };

/** Path parameters of an integration's description in one language. */
export const textParams = integrationParams.extend({
  language: language.meta({ description: 'Language of the text (BCP 47)' }),
});

/** Body of `PUT …/texts/{language}`. */
export const newText = z
  .strictObject({
    version: z.int().meta({ description: 'The integration’s `version` you read. 409 if it has changed since.' }),
    ...words,
  })
  .meta({ id: 'NewText', description: 'All texts in one language' });

/** Query of `DELETE …/texts/{language}`. */
export const textRemoval = z.strictObject({
  version: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .meta({ type: 'integer', pattern: undefined, minimum: 1, description: 'The integration’s `version` you read' }),
});

/** Answer of the operations on an integration's descriptions (`…/texts`). */
export const textList = z
  .object({
    version: z.int().meta({ description: 'The integration’s version; increases with every edit' }),
    main_language: language.meta({
      description: 'Language of the text shown when there is none in the reader’s language',
    }),
    languages: z.array(language).meta({ description: 'Every language that a text can have' }),
    texts: z
      .array(z.object({ language, ...answered }).meta({ id: 'Text' }))
      .meta({ description: 'The main text first' }),
  })
  .meta({ id: 'TextList' });

export type TextListBody = z.infer<typeof textList>;

/** Body of `POST …/texts/preview`. */
export const textDraft = z.strictObject({ language, ...words }).meta({ id: 'TextDraft' });

/** Answer of `POST …/texts/preview`. */
export const textPreview = z
  .object({
    summary: z.string(),
    description: proseText(200_000).meta({ description: 'The sanitised HTML, as it would be stored and shown' }),
    own_page: z
      .boolean()
      .meta({ description: 'Whether it is too long for the consent page, which then links to a separate page' }),
  })
  .meta({ id: 'TextPreview' });
