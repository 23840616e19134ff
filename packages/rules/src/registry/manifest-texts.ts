import type { JsonObject, ProblemSink, TextFile } from './manifest-shape.ts';
import { readJsonFile, shapeProblem, textAt } from './manifest-shape.ts';

/**
 * Gives the text of a key, as the manifest's member at `field` names it, in every language. What is missing is told with
 * the language's file.
 */
export type TextReader = (key: unknown, field: string) => Readonly<Record<string, string>>;

const TEXT_LENGTH_MAX = 65_000;

/** Reads the file of every language that the manifest names. */
export function readTexts(locales: readonly string[], files: readonly TextFile[], sink: ProblemSink): TextReader {
  const read: { locale: string; path: string; texts: JsonObject }[] = [];
  for (const locale of locales) {
    const path = `i18n/${locale}.json`;
    const file = files.find((one) => one.path === path);
    if (file === undefined) sink.add(path, '', 'required');
    const texts = file === undefined ? undefined : readJsonFile(file, sink);
    if (texts !== undefined) read.push({ locale, path, texts });
  }
  return (key, field) => {
    const problem = shapeProblem(key, 'string');
    if (typeof key !== 'string' || problem !== undefined) {
      sink.add('manifest.json', field, problem ?? 'wrong_type');
      return {};
    }
    const found: [string, string][] = [];
    for (const { locale, path, texts } of read) {
      const text = textAt(texts, key);
      if (text === undefined) sink.add(path, key, 'unknown_text');
      else if (text.length > TEXT_LENGTH_MAX) sink.add(path, key, 'too_long');
      else found.push([locale, text]);
    }
    return Object.fromEntries(found);
  };
}
