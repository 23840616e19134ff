import { describe, expect, test } from 'vitest';
import type { ArchiveEntry } from './check-archive.ts';
import { archiveProblems, widgetLimits } from './check-archive.ts';

const kib = 1024;
const mib = 1024 * kib;

/** An entry without a fault; each takes the bytes after the one before it. */
function anEntry(path: string, change: Partial<ArchiveEntry> = {}): ArchiveEntry {
  return {
    path,
    compressedBytes: path.endsWith('/') ? 0 : 10,
    inflatedBytes: path.endsWith('/') ? 0 : 20,
    method: 8,
    encrypted: false,
    unixMode: 0,
    span: { from: 0, to: 0 },
    sameName: true,
    ...change,
  };
}

const codes = (...entries: readonly ArchiveEntry[]) => archiveProblems(entries).map(({ file, code }) => [file, code]);
const codeOf = (path: string, change: Partial<ArchiveEntry> = {}) =>
  archiveProblems([anEntry(path, change)]).map(({ code }) => code);

describe('the limits of a widget archive', () => {
  test('a widget archive may have 20 MiB, 500 entries, 32 MiB unpacked, and 4 MiB in a file', () => {
    expect(widgetLimits).toMatchObject({
      archiveBytesMax: 20_971_520,
      entriesMax: 500,
      inflatedBytesMax: 33_554_432,
      fileBytesMax: 4_194_304,
      ratioFreeBytes: 65_536,
    });
  });

  test('the 501st entry, and the first byte beyond 32 MiB unpacked, is a problem of the whole archive', () => {
    const entries = Array.from({ length: 500 }, (_, at) => anEntry(`f${at}.js`));
    expect(codes(...entries)).toEqual([]);
    expect(codes(...entries, anEntry('last.js'))).toEqual([['widget.zip', 'too_many']]);
    const large = (bytes: number) => anEntry(`f${bytes}.js`, { inflatedBytes: bytes, compressedBytes: bytes });
    const most = Array.from({ length: 8 }, (_, at) =>
      anEntry(`g${at}.js`, { ...large(4 * mib - 4), path: `g${at}.js` }),
    );
    expect(codes(...most, large(32))).toEqual([]);
    expect(codes(...most, large(33))).toEqual([['widget.zip', 'inflates_too_much']]);
  });

  test('a file may have 4 MiB, and may be a hundred times as large as packed once it is larger than 64 KiB', () => {
    expect(codeOf('a.js', { inflatedBytes: 4 * mib, compressedBytes: 4 * mib })).toEqual([]);
    expect(codeOf('a.js', { inflatedBytes: 4 * mib + 1, compressedBytes: 1 })).toEqual(['too_large']);
    expect(codeOf('a.js', { inflatedBytes: 64 * kib, compressedBytes: 1 })).toEqual([]);
    expect(codeOf('a.js', { inflatedBytes: 64 * kib + 1, compressedBytes: 655 })).toEqual(['inflates_too_much']);
    expect(codeOf('a.js', { inflatedBytes: 64 * kib + 1, compressedBytes: 656 })).toEqual([]);
    expect(codeOf('a.js', { inflatedBytes: 100 * kib, compressedBytes: kib })).toEqual([]);
  });
});

describe('the entry of a widget archive', () => {
  test.each([
    [{ encrypted: true }, 'encrypted'],
    [{ method: 9 }, 'damaged'],
    [{ sameName: false }, 'damaged'],
    [{ span: undefined }, 'damaged'],
    [{ unixMode: 0o120777 }, 'is_a_link'],
    [{ unixMode: 0o020666 }, 'is_a_link'],
    [{ unixMode: 0o040755 }, 'is_a_link'],
  ])('an entry with %j is refused: %s', (change, code) => {
    expect(codeOf('a.js', change)).toEqual([code]);
  });

  test('a plain file is stored or deflated, with or without the mode of Unix', () => {
    for (const change of [{ method: 0 }, { method: 8 }, { unixMode: 0o100644 }, { unixMode: 0 }])
      expect(codeOf('a.js', change)).toEqual([]);
  });

  test('a folder has no content, at most two bytes of an empty deflated one', () => {
    expect(codeOf('lib/', { unixMode: 0o040755 })).toEqual([]);
    expect(codeOf('lib/', { compressedBytes: 2 })).toEqual([]);
    expect(codeOf('lib/', { compressedBytes: 3 })).toEqual(['size_differs']);
    expect(codeOf('lib/', { inflatedBytes: 1 })).toEqual(['size_differs']);
    // The limits of a file are not those of a folder.
    expect(codeOf('lib.zip/')).toEqual([]);
  });

  test.each(['more.zip', 'a.JAR', 'a.tar', 'a.gz', 'a.lz4', 'a.lz', 'deep/b.7z'])(
    'an archive in the archive is refused: %s',
    (path) => expect(codeOf(path)).toEqual(['nested_archive']),
  );

  test.each(['zip', 'a.zip.js', 'azip', 'a.lz44'])('the file %s is no archive by its name', (path) => {
    expect(codeOf(path)).toEqual([]);
  });
});

describe('the path of an entry', () => {
  test.each([
    '../a.js',
    'a/../b.js',
    './a.js',
    'a/./b.js',
    '/a.js',
    'a//b.js',
    'C:/a.js',
    'a\\b.js',
    'a*.js',
    'a?.js',
    'a".js',
    'a<b.js',
    'a>b.js',
    'a|b.js',
    'a\ufffd.js',
    'a\nb.js',
    'a /b.js',
    'a./b.js',
    'a.js.',
    'nul',
    'NUL.png',
    'lib/con.js',
    'prn.txt',
    'aux',
    'com1',
    'lpt9.js',
    'a/b/c/d/e/f/g/h/i.js',
    '/',
    '',
  ])('the path %j is unsafe', (path) => {
    expect(codeOf(path)).toContain('unsafe_path');
  });

  test.each([
    'a.js',
    './',
    'lib/',
    'a/b/c/d/e/f/g/h.js',
    'a/b/c/d/e/f/g/h/',
    'com.js',
    'console.js',
    'nulls',
    'a b.js',
    'икс.js',
  ])('the path %j is safe', (path) => expect(codeOf(path)).toEqual([]));

  test('a path may have 200 characters, and a longer one is reported by its beginning', () => {
    expect(codeOf('a'.repeat(200))).toEqual([]);
    expect(codes(anEntry('a'.repeat(201)))).toEqual([['a'.repeat(200), 'too_long']]);
  });
});

describe('entries that repeat or overlap', () => {
  test.each([
    ['a.js', 'a.js'],
    ['a.js', 'A.JS'],
    ['lib/', 'LIB/'],
    ['\u00e9.js', 'e\u0301.js'],
    ['lib', 'lib/'],
  ])('%s and %s are the same file for some system', (one, other) => {
    expect(codes(anEntry(one), anEntry(other)).map(([, code]) => code)).toEqual(['duplicate']);
  });

  test('a file cannot be the folder of another entry, whichever comes first', () => {
    const wrong = [['a.js/b/c.js', 'duplicate']];
    expect(codes(anEntry('a.js'), anEntry('a.js/b/c.js'))).toEqual(wrong);
    expect(codes(anEntry('A.js/b/c.js'), anEntry('a.js'))).toEqual([['A.js/b/c.js', 'duplicate']]);
    expect(codes(anEntry('lib/'), anEntry('lib/a.js'), anEntry('lib/b.js'))).toEqual([]);
  });

  test('entries may touch, and may not share bytes, in whatever order they are listed', () => {
    const at = (path: string, from: number, to: number) => anEntry(path, { span: { from, to } });
    expect(codes(at('b.js', 10, 20), at('a.js', 0, 10))).toEqual([]);
    expect(codes(at('b.js', 9, 20), at('a.js', 0, 10))).toEqual([['b.js', 'damaged']]);
    expect(codes(at('a.js', 0, 30), at('b.js', 5, 10), at('c.js', 20, 25))).toEqual([
      ['b.js', 'damaged'],
      ['c.js', 'damaged'],
    ]);
    expect(codes(anEntry('x.js', { span: undefined }), at('a.js', 0, 10))).toEqual([['x.js', 'damaged']]);
  });

  test('a problem of a file is reported once', () => {
    const broken = { sameName: false, method: 9 };
    expect(codes(anEntry('a.js', broken))).toEqual([['a.js', 'damaged']]);
    expect(codes(anEntry('a.js', broken), anEntry('b.js', broken))).toEqual([
      ['a.js', 'damaged'],
      ['b.js', 'damaged'],
    ]);
  });
});
