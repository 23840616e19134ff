import { describe, expect, test } from 'vitest';
import { archiveLayout, isSystemFile, readablePaths } from './archive-layout.ts';

const layout = (...paths: readonly string[]) => {
  const { folder, manifestName, pathOf } = archiveLayout(paths, 'manifest.json');
  return { folder, manifestName, paths: paths.map(pathOf) };
};

describe('the place of a widget in its archive', () => {
  test('a widget at the top keeps its paths', () => {
    expect(layout('manifest.json', 'i18n/en.json')).toEqual({
      folder: '',
      manifestName: 'manifest.json',
      paths: ['manifest.json', 'i18n/en.json'],
    });
  });

  test('a widget is found in three nested folders, not in four', () => {
    expect(layout('a/', 'a/b/c/manifest.json', 'a/b/c/i18n/en.json')).toEqual({
      folder: 'a/b/c/',
      manifestName: 'manifest.json',
      paths: ['a/', 'manifest.json', 'i18n/en.json'],
    });
    expect(layout('a/b/c/d/manifest.json')).toEqual({
      folder: '',
      manifestName: 'manifest.json',
      paths: ['a/b/c/d/manifest.json'],
    });
  });

  test('a widget is found in a folder only if nothing else stands beside the folder', () => {
    expect(layout('a/manifest.json', 'b/x.js').folder).toBe('');
    expect(layout('a/manifest.json', 'ab/x.js').folder).toBe('');
    expect(layout('a/manifest.json', '__MACOSX/a/._manifest.json', '.DS_Store').folder).toBe('a/');
  });

  test('the nearest manifest is the widget’s', () => {
    expect(layout('manifest.json', 'lib/manifest.json').paths).toEqual(['manifest.json', 'lib/manifest.json']);
  });

  test('a manifest in another case gets its canonical name', () => {
    expect(layout('w/Manifest.JSON', 'w/a.js')).toEqual({
      folder: 'w/',
      manifestName: 'Manifest.JSON',
      paths: ['manifest.json', 'a.js'],
    });
  });

  test('an archive without a manifest, or without files, has no folder', () => {
    const none = { folder: '', manifestName: 'manifest.json' };
    expect(layout('a/x.js')).toMatchObject({ ...none, paths: ['a/x.js'] });
    expect(layout()).toMatchObject(none);
    expect(layout('a/')).toMatchObject({ ...none, paths: ['a/'] });
  });
});

describe('the paths of an archive', () => {
  test('a backslash separates folders only in an archive that has no slash', () => {
    expect(readablePaths(['a\\b.js', 'c\\d\\e.js'])).toEqual(['a/b.js', 'c/d/e.js']);
    expect(readablePaths(['a\\b.js', 'c/d.js'])).toEqual(['a\\b.js', 'c/d.js']);
  });

  test('a leading ./ is dropped if every path has it', () => {
    expect(readablePaths(['./', './a.js', './b/c.js'])).toEqual(['./', 'a.js', 'b/c.js']);
    expect(readablePaths(['./a.js', 'b.js'])).toEqual(['./a.js', 'b.js']);
  });

  test.each([
    '__MACOSX/a',
    'x/__MACOSX/a',
    '.DS_Store',
    'a/.ds_store',
    '._a',
    'a/._b.js',
    'Thumbs.db',
    'a/desktop.ini',
  ])('%s was added by an operating system', (path) => expect(isSystemFile(path)).toBe(true));

  test.each(['a.js', 'my__MACOSX/a', '.DS_Store/a', 'a.DS_Store', 'a._b', '._a/b.js', 'Thumbs.db.js', 'xdesktop.ini'])(
    '%s belongs to the widget',
    (path) => expect(isSystemFile(path)).toBe(false),
  );
});
