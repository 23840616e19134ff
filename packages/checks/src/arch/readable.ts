import type { ArchiveCheck } from '../archive-check.ts';
import { archiveRule, sources } from '../rule.ts';

const lineLengthMax = 1000;

/** Check: the code of a widget is readable, with no line longer than people write. */
export const readableCodeCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'arch.readable',
    level: 'W',
    source: sources.requirements,
  }),
  *find(widget) {
    for (const { path, text } of widget.contents.files) {
      if (text === undefined || !/\.(m?js|css)$/i.test(path)) continue;
      const { line, characters } = text.longestLine;
      if (characters > lineLengthMax)
        yield { file: path, line, code: 'too_long', expected: String(lineLengthMax), found: String(characters) };
    }
  },
};
