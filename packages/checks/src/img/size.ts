import type { ArchiveCheck } from '../archive-check.ts';
import { archiveRule, sources } from '../rule.ts';
import { neededLogos, sizeText } from './needed-logos.ts';

/** Check: every logo of a widget has its size in pixels. */
export const logoSizeCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'img.size',
    level: 'E',
    source: sources.structure,
    text: { ru: 'Каждый логотип имеет нужный размер в пикселях.', en: 'Every logo has the required size in pixels.' },
    passes: {
      ru: 'logo_main 400×272, logo_small 108×108, logo 130×100, logo_medium 240×84, logo_min 84×84, logo_dp 174×109.',
      en: 'logo_main 400×272, logo_small 108×108, logo 130×100, logo_medium 240×84, logo_min 84×84, logo_dp 174×109.',
    },
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
