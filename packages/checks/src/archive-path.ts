/**
 * Converts a path in a widget's manifest to the archive's form: relative to the widget's folder, with `/` as separator.
 */
export function archivePath(path: string): string {
  return path
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(\.?\/)+/, '');
}
