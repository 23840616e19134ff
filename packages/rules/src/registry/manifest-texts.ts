import { isBlank } from '@pristan/wire';
import type { JsonObject, JsonProblem, TextFile } from './manifest-shape.ts';
import { isTextKey, readJsonObject, textAt } from './manifest-shape.ts';

/** A language of a widget, with the texts of its language file, if they can be read. */
export interface WidgetLanguage {
  readonly locale: string;
  readonly path: string;
  /** `required`: the language file is missing. */
  readonly texts: JsonObject | JsonProblem | 'required';
}

/** Maximum length of a widget's text in characters; a longer one is ignored. */
export const widgetTextLengthMax = 65_000;

const LOCALES_MAX = 20;
const localeForm = /^[a-z]{2}$/;

/** The languages that a widget's manifest lists; without a list, those of the archive's language files. */
export function readLanguages(declared: unknown, files: readonly TextFile[]): readonly WidgetLanguage[] {
  const named = (Array.isArray(declared) ? declared : [declared])
    .filter((one): one is string => typeof one === 'string')
    .filter((one) => localeForm.test(one));
  const found = files.map(({ path }) => localeOfFile(path)).filter((one) => localeForm.test(one));
  const locales = [...new Set(named.length > 0 ? named : found)].slice(0, LOCALES_MAX);
  return locales.map((locale) => {
    const path = `i18n/${locale}.json`;
    const file = files.find((one) => one.path === path);
    return { locale, path, texts: file === undefined ? 'required' : readJsonObject(file) };
  });
}

/** A text of a widget in each of the widget's languages. */
export type Texts = Readonly<Record<string, string>>;

/**
 * The text that a manifest member names by its key, in every language that has it. A member that is itself a text is
 * used for all languages.
 */
export function textsOf(value: unknown, languages: readonly WidgetLanguage[]): Texts {
  if (typeof value !== 'string' || isBlank(value)) return {};
  const found = languages.flatMap(({ locale, texts }): [string, string][] => {
    const text = typeof texts === 'string' ? undefined : textAt(texts, value);
    return text === undefined ? [] : [[locale, text]];
  });
  const all = found.length > 0 || isTextKey(value) ? found : languages.map(({ locale }) => [locale, value] as const);
  return Object.fromEntries(all.filter(([, text]) => text.length <= widgetTextLengthMax));
}

function localeOfFile(path: string): string {
  return path.replace(/^i18n\//, '').replace(/\.json$/, '');
}
