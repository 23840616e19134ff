import type { ArchiveCheck } from '../archive-check.ts';
import { archiveRule, sources } from '../rule.ts';
import { neededLogos, sizeText } from './needed-logos.ts';

/** Check: every logo of a widget has its size in pixels. */
export const logoSizeCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'img.size',
    level: 'E',
    source: sources.structure,
  }),
  *find(widget) {
    for (const [path, size] of neededLogos(widget)) {
      const picture = widget.file(path)?.picture;
      if (typeof picture !== 'object') continue;
      if (picture.width !== size.width || picture.height !== size.height)
        yield { file: path, code: 'differs', expected: sizeText(size), found: sizeText(picture) };
    }
  },
};
