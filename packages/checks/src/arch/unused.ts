import { isLogo, isSystemFile, manifestPath, jsonMember, isObject } from '@pristan/rules';
import { archivePath } from '../archive-path.ts';
import { tourPictures } from '../img/tour-pictures.ts';
import type { ArchiveCheck } from '../archive-check.ts';
import type { Violation } from '../rule.ts';
import { archiveRule, sources } from '../rule.ts';
import type { WidgetUnderCheck } from '../widget-under-check.ts';

/** Folders of development tools, from which no widget loads anything. */
const toolFolders = /^(\.git|\.svn|\.idea|\.vscode|\.github|node_modules|__MACOSX)\//i;

/** Check: every file of a widget archive is referred to. */
export const unusedFilesCheck: ArchiveCheck = {
  rule: archiveRule({
    id: 'arch.unused',
    level: 'W',
    source: sources.requirements,
  }),
  *find(widget) {
    const folders = new Map<string, number>();
    const referred = referredByManifest(widget);
    for (const { path } of widget.contents.files) {
      const folder = toolFolders.exec(path)?.[0];
      if (folder !== undefined) folders.set(folder, (folders.get(folder) ?? 0) + 1);
      else if (!isReferred(widget, path, referred)) yield unused(path);
    }
    for (const [folder, files] of folders) yield { ...unused(folder), found: String(files) };
  },
};

function unused(file: string): Violation {
  return { file, code: 'unused' };
}

function referredByManifest(widget: WidgetUnderCheck): ReadonlySet<string> {
  const icons = Object.values(widget.objectAt('left_menu')).map((entry) =>
    isObject(entry) ? jsonMember(entry, 'icon') : '',
  );
  return new Set([
    manifestPath,
    'script.js',
    ...widget.languages.map(({ path }) => path),
    ...tourPictures(widget).map(({ path }) => path),
    ...icons.map((icon) => archivePath(String(icon))),
  ]);
}

/**
 * Whether the manifest or the code refers to a file. Its name alone is enough, since code assembles paths. When the
 * code exceeds what is checked, every file counts as used.
 */
function isReferred({ words }: WidgetUnderCheck, path: string, referred: ReadonlySet<string>): boolean {
  if (referred.has(path) || isLogo(path)) return true;
  if (isSystemFile(path)) return false;
  if (words === undefined) return true;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return words.has(name) || words.has(name.replace(/\.[^.]+$/, ''));
}
