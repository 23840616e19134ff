import type { ArchiveCheck } from '../archive-check.ts';
import { archiveRule, sources } from '../rule.ts';

/** Check: the text files of a widget are UTF-8 without a byte order mark, with lines that end in LF. */
export const fileEncodingCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'arch.encoding',
    level: 'E',
    source: sources.requirements,
    text: {
      ru: 'Текстовые файлы в UTF-8 без BOM, строки заканчиваются на LF.',
      en: 'Text files are UTF-8 without a byte order mark, and their lines end in LF.',
    },
    passes: {
      ru: 'Файлы, сохранённые как «UTF-8 без BOM» с переводами строк Unix.',
      en: 'Files saved as “UTF-8 without BOM” with Unix line endings.',
    },
  }),
  *find(widget) {
    for (const { path, text } of widget.contents.files) {
      if (text === undefined) continue;
      if (!text.utf8) yield { file: path, code: 'unreadable', expected: 'UTF-8' };
      if (text.bom) yield { file: path, line: 1, code: 'differs', expected: 'UTF-8', found: 'UTF-8 BOM' };
      if (text.crlfLine !== undefined)
        yield { file: path, line: text.crlfLine, code: 'differs', expected: 'LF', found: 'CRLF' };
    }
  },
};
