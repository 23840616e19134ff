import { z } from 'zod';
import { textLanguages } from '../text-languages.ts';
import { integrationParams } from './registry.ts';

const language = z.enum(textLanguages);

// Lengths are the rules' to judge.
const words = {
  summary: z.string().meta({ description: 'Plain text for the consent page, at most 300 characters' }),
  description: z.string().meta({
    description: 'HTML, at most 65,000 characters as sent and as kept. Only text markup and links are kept.',
    examples: ['<p>Letters go into the CRM by themselves.</p>'],
  }),
};

/** Path parameters of a text. */
export const textParams = integrationParams.extend({
  language: language.meta({ description: 'The language, as in BCP 47' }),
});

/** Body of `PUT …/texts/{language}`. */
export const newText = z
  .strictObject({
    version: z
      .int()
      .meta({ description: 'The integration’s version that was read; another one by now is refused with 409.' }),
    ...words,
  })
  .meta({ id: 'NewText', description: 'What people read in one language, all of it' });

/** Query of `DELETE …/texts/{language}`. */
export const textRemoval = z.strictObject({
  version: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .meta({ type: 'integer', pattern: undefined, minimum: 1, description: 'The integration’s version that was read' }),
});

/** Answer of the operations on texts. */
export const textList = z
  .object({
    version: z.int().meta({ description: 'The integration’s; grows with every edit' }),
    main_language: language.meta({ description: 'Whose text everybody sees who has none in their own language' }),
    languages: z.array(language).meta({ description: 'All that there can be texts in' }),
    texts: z.array(z.object({ language, ...words }).meta({ id: 'Text' })).meta({ description: 'The main one first' }),
  })
  .meta({ id: 'TextList' });

export type TextListBody = z.infer<typeof textList>;

/** Body of `POST …/texts/preview`. */
export const textDraft = z.strictObject({ language, ...words }).meta({ id: 'TextDraft' });

/** Answer of `POST …/texts/preview`. */
export const textPreview = z
  .object({
    summary: z.string(),
    description: z.string().meta({ description: 'The HTML that would be kept, and shown on the consent page' }),
    own_page: z.boolean().meta({ description: 'The consent page has no room for it and links to a page of its own' }),
  })
  .meta({ id: 'TextPreview' });
