import type { ArchiveCheck } from '../archive-check.ts';
import { archiveRule, sources } from '../rule.ts';
import { neededLogos, sizeText } from './needed-logos.ts';

/** Check: every logo of a widget exists and is a PNG. */
export const logoFilesCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'img.set',
    level: 'E',
    source: sources.structure,
    text: {
      ru: 'В папке images есть все логотипы виджета в формате PNG.',
      en: 'The folder images has every logo of the widget, as PNG.',
    },
    passes: {
      ru: 'logo_main.png, logo_small.png, logo.png, logo_medium.png, logo_min.png; с digital_pipeline в locations ещё logo_dp.png.',
      en: 'logo_main.png, logo_small.png, logo.png, logo_medium.png, logo_min.png; with digital_pipeline in locations logo_dp.png too.',
    },
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
