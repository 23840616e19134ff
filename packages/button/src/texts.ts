import { buttonTexts } from '@pristan/locales/button';
import type { Dialect, TagData } from './tag.ts';

/** The code of a language that the button has texts in. */
export type Locale = keyof typeof buttonTexts;

/**
 * The button's language: the tag's `data-locale`, else the page's language, else English; a tag with Kommo's class
 * ignores the page's language, as Kommo's script does. Regions are ignored: `pt-BR` and `pt_BR` are `pt`.
 */
export function localeOf(data: TagData, dialect: Dialect, pageLanguage = document.documentElement.lang): Locale {
  for (const tag of [data['locale'] || '', dialect === 'kommo' ? '' : pageLanguage]) {
    const primary = tag.toLowerCase().split(/[-_]/)[0] || '';
    if (isLocale(primary)) return primary;
  }
  return 'en';
}

function isLocale(name: string): name is Locale {
  return Object.prototype.hasOwnProperty.call(buttonTexts, name);
}
