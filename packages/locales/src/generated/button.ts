import type { ButtonTexts } from '../button-texts.ts';
import ruButton from '../../ru/button.json' with { type: 'json' };
import enButton from '../../en/button.json' with { type: 'json' };
import esButton from '../../es/button.json' with { type: 'json' };
import ptButton from '../../pt/button.json' with { type: 'json' };
import idButton from '../../id/button.json' with { type: 'json' };

/** Texts of the connect button, by language. Written by `npm run languages`. */
export const buttonTexts: Readonly<Record<'ru' | 'en' | 'es' | 'pt' | 'id', ButtonTexts>> = {
  ru: ruButton,
  en: enButton,
  es: esButton,
  pt: ptButton,
  id: idButton,
};
