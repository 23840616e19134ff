import type { ArchiveCheck } from '../archive-check.ts';
import { archiveRule, sources } from '../rule.ts';
import { neededLogos, sizeText } from './needed-logos.ts';

/** Check: every logo of a widget exists and is a PNG. */
export const logoFilesCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'img.set',
    level: 'E',
    source: sources.structure,
  }),
  *find(widget) {
    for (const [path, size] of neededLogos(widget)) {
      const file = widget.file(path);
      if (file === undefined) yield widget.absent(path, `PNG ${sizeText(size)}`);
      else if (typeof file.picture === 'object' && file.picture.format !== 'PNG')
        yield { file: path, code: 'differs', expected: 'PNG', found: file.picture.format };
    }
  },
};
