import { pictureBytesMax } from '@pristan/rules';
import type { ArchiveCheck } from '../archive-check.ts';
import { archiveRule, sources } from '../rule.ts';
import { neededLogos } from './needed-logos.ts';
import { tourPictures } from './tour-pictures.ts';

/** Check: the logos and tour pictures of a widget do not exceed 300 KiB. */
export const pictureBytesCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'img.weight',
    level: 'E',
    source: sources.structure,
  }),
  *find(widget) {
    const paths = [...neededLogos(widget).map(([path]) => path), ...tourPictures(widget).map(({ path }) => path)];
    for (const path of new Set(paths)) {
      const file = widget.file(path);
      if (file !== undefined && file.bytes > pictureBytesMax)
        yield { file: path, code: 'too_long', expected: kb(pictureBytesMax), found: kb(file.bytes) };
    }
  },
};

function kb(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KB`;
}
