import type { ArchiveCheck } from '../archive-check.ts';
import { archiveRule, sources } from '../rule.ts';
import { neededLogos } from './needed-logos.ts';
import { tourPictures } from './tour-pictures.ts';

/** Check: the logos and tour pictures of a widget are not animated. */
export const stillPicturesCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'img.still',
    level: 'E',
    source: sources.requirements,
  }),
  *find(widget) {
    const paths = [...neededLogos(widget).map(([path]) => path), ...tourPictures(widget).map(({ path }) => path)];
    for (const path of new Set(paths)) {
      const picture = widget.file(path)?.picture;
      if (typeof picture === 'object' && picture.animated) yield { file: path, code: 'animated' };
    }
  },
};
