import type { ArchiveCheck } from '../archive-check.ts';
import { archiveRule, sources } from '../rule.ts';

/** Check: the text files of a widget are UTF-8 without a byte order mark, with lines that end in LF. */
export const fileEncodingCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'arch.encoding',
    level: 'E',
    source: sources.requirements,
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
