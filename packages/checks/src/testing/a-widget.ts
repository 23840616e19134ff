import type { TextFile, WidgetContents, WidgetFile } from '@pristan/rules';
import { readWidget, tourPictureSize, widgetLogos } from '@pristan/rules';
import type { ArchiveCheck } from '../archive-check.ts';
import { widgetUnderCheck } from '../widget-under-check.ts';

/** A widget manifest that meets every rule. */
export const manifest = {
  widget: {
    name: 'widget.name',
    description: 'widget.description',
    short_description: 'widget.short_description',
    version: '1.0.0',
    locale: ['ru', 'en'],
    installation: true,
    support: { link: 'https://shop.test/help' },
  },
  locations: ['lcard-1'],
  settings: { login: { name: 'settings.login', type: 'text', required: true } },
  tour: {
    is_tour: true,
    tour_description: 'widget.tour',
    tour_images: { ru: ['/images/tour.png'], en: ['/images/tour.png'] },
  },
};

export const texts = {
  widget: { name: 'Acme', description: 'Mail', short_description: 'Mail', tour: 'See' },
  settings: { login: 'Login' },
};

const picture = (size: { readonly width: number; readonly height: number }): WidgetFile['picture'] => ({
  format: 'PNG',
  ...size,
  animated: false,
  whole: true,
});

const files: readonly WidgetFile[] = [
  { path: 'manifest.json', bytes: 900 },
  { path: 'script.js', bytes: 90 },
  { path: 'i18n/ru.json', bytes: 90 },
  { path: 'i18n/en.json', bytes: 90 },
  { path: 'images/tour.png', bytes: 90, picture: picture(tourPictureSize) },
  ...Object.entries(widgetLogos).map(([path, size]) => ({ path, bytes: 90, picture: picture(size) })),
];

interface Changed {
  readonly manifest?: object;
  readonly folder?: string;
  /** Replaces the archive's file with that path, or adds one; `false` removes the file. */
  readonly files?: Readonly<Record<string, Partial<WidgetFile> | false>>;
  readonly languages?: readonly TextFile[];
  readonly code?: string | undefined;
}

const languages = ['ru', 'en'].map((locale) => ({ path: `i18n/${locale}.json`, text: JSON.stringify(texts) }));

function contentsOf(changed: Changed): WidgetContents {
  const all = new Map(files.map((file) => [file.path, file]));
  for (const [path, file] of Object.entries(changed.files ?? {})) {
    if (file === false) all.delete(path);
    else all.set(path, { path, bytes: 90, ...all.get(path), ...file });
  }
  return {
    folder: changed.folder ?? '',
    files: [...all.values()],
    manifest: { path: 'manifest.json', text: JSON.stringify(changed.manifest ?? manifest, undefined, 2) },
    languages: changed.languages ?? languages,
    code:
      'code' in changed && changed.code === undefined ? undefined : [{ path: 'script.js', text: changed.code ?? '' }],
  };
}

/**
 * The findings of a check in a valid widget with these changes: each as file, member and code, followed by its other
 * values.
 */
export function found(check: ArchiveCheck, changed: Changed = {}): readonly (readonly string[])[] {
  const contents = contentsOf(changed);
  const reading = readWidget(contents);
  if (reading.kind === 'invalid')
    return reading.problems.map(({ file, field, code }) => ['refused', file, field, code]);
  return [...check.find(widgetUnderCheck(contents, reading))].map(
    ({ file, line, member = '', code, expected = '', found: value = '', level = '' }) =>
      [file, member, code, expected, value, level, line === undefined ? '' : String(line)].slice(0, 7),
  );
}
