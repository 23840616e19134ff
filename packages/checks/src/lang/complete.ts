import type { WidgetLanguage } from '@pristan/rules';
import { textAt, widgetTextLengthMax } from '@pristan/rules';
import type { ArchiveCheck } from '../archive-check.ts';
import type { Violation } from '../rule.ts';
import { archiveRule, sources } from '../rule.ts';
import type { NamedText } from './text-keys.ts';
import { namedTexts } from './text-keys.ts';

/** Check: every language that a widget's manifest lists has a file with every text. */
export const languageTextsCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'lang.complete',
    by: 'm p',
    level: 'E/W',
    source: sources.structure,
  }),
  *find(widget) {
    const named = namedTexts(widget);
    for (const language of widget.languages)
      if (language.texts === 'required') yield widget.absent(language.path);
      else yield* languageFaults(language, named);
  },
};

function* languageFaults({ path, texts }: WidgetLanguage, named: readonly NamedText[]): Generator<Violation> {
  if (texts === 'not_utf8') return yield { file: path, code: 'unreadable', expected: 'UTF-8' };
  if (typeof texts === 'string') return yield { file: path, code: 'unreadable', expected: 'JSON {…}' };
  for (const key of new Set(named.map((one) => one.key))) {
    const text = textAt(texts, key);
    if (text === undefined) yield { file: path, member: key, code: 'no_text', expected: key };
    else if (text.length > widgetTextLengthMax)
      yield {
        file: path,
        member: key,
        code: 'too_long',
        expected: String(widgetTextLengthMax),
        found: String(text.length),
      };
  }
}
