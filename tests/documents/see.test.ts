import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The source files of packages and applications, without tests. */
const sources = ['packages', 'apps']
  .flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}/src`))
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  )
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path));

const authority = /RFC \d+ §[\d.]*\d|docs\/spec\/dialect\.md#[\w-]+/;

/**
 * Exported names in this source text whose docstring cites neither an RFC section nor an anchor of
 * docs/spec/dialect.md.
 */
function withoutCitation(code: string): readonly string[] {
  const exported = /^export (?:const|function\*?|class|interface|type) (\w+)/;
  const lines = code.split('\n');
  return lines.flatMap((line, at) => {
    const [, name] = exported.exec(line) ?? [];
    return name === undefined || isCited(docstringAbove(lines, at)) ? [] : [name];
  });
}

function docstringAbove(lines: readonly string[], at: number): string {
  if (lines[at - 1]?.trimEnd().endsWith('*/') !== true) return '';
  const start = lines.findLastIndex((line, index) => index < at && line.startsWith('/**'));
  return lines.slice(start, at).join('\n');
}

function isCited(docstring: string): boolean {
  return docstring.split('@see ').some((part, index) => index > 0 && authority.exec(part)?.index === 0);
}

/** Everything that docstrings cite by `@see`, with the file that does. */
const cited = sources.flatMap((file) =>
  [...read(file).matchAll(/@see ([^@\n]+?)(?=\s*(?:\*\/|@|$))/gm)].map(([, target = '']) => ({ file, target })),
);

/** The sections in docs/spec/rfc-notes.md, as `RFC 6749 §3.1`; a section that is not offered needs no code. */
const listed = noted(read('docs/spec/rfc-notes.md'));

function noted(text: string): readonly { readonly section: string; readonly isOffered: boolean }[] {
  return text.split('\n## ').flatMap((chapter) => {
    const [, chapterRfc] = /^RFC (\d+)/.exec(chapter) ?? [];
    return chapter.split('\n').flatMap((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      const [rfc, sections = '', here = ''] =
        chapterRfc === undefined ? cells.slice(1) : [chapterRfc, cells[1], cells[3]];
      if (!/^[\d., ]+$/.test(sections)) return [];
      return sections
        .split(', ')
        .map((section) => ({ section: `RFC ${rfc} §${section}`, isOffered: !here.startsWith('not offered') }));
    });
  });
}

describe('citations at exported names of rules and wire', () => {
  const files = sources.filter((path) => /^packages\/(rules|wire)\/src\/(authorize|token)\//.test(path));

  test.each(files)('every exported name in %s cites an RFC section or an anchor of the dialect', (file) => {
    expect(withoutCitation(read(file))).toEqual([]);
  });

  test('citations are required in the authorize and token folders of both rules and wire', () => {
    expect(new Set(files.map((file) => dirname(file).replace('/src', '')))).toEqual(
      new Set(['packages/rules/authorize', 'packages/rules/token', 'packages/wire/authorize', 'packages/wire/token']),
    );
  });

  test('an exported name is reported if its docstring cites nothing, or neither an RFC section nor the dialect', () => {
    const planted = [
      'export const bare = 1;',
      '/** Says enough. */\nexport function described() {}',
      '/** Cites a guide. @see docs/guides/ci.md */\nexport interface Guided {}',
      '/** Names RFC 6749 §3.1 without citing it. */\nexport type Named = 1;',
      '/** @see RFC 6749 §3.1 */\n\nexport const apart = 1;',
      '/**\n * Cites.\n *\n * @see RFC 6749 §3.1\n */\nexport const cites = 1;',
      '/** Cites. @see docs/spec/dialect.md#codes */\nexport type Cites = 1;',
    ];
    expect(withoutCitation(planted.join('\n'))).toEqual(['bare', 'described', 'Guided', 'Named', 'apart']);
  });
});

describe('citations of RFC sections', () => {
  const rfcs = cited.filter(({ target }) => target.startsWith('RFC '));

  test('docstrings cite RFC sections in one form, such as “RFC 6749 §3.1”', () => {
    expect(rfcs.filter(({ target }) => !/^RFC \d+ §\d+(\.\d+)*$/.test(target))).toEqual([]);
  });

  test('every RFC section that code cites is listed in rfc-notes.md', () => {
    const known = new Set(listed.map(({ section }) => section));
    expect(rfcs.filter(({ target }) => !known.has(target))).toEqual([]);
  });

  test('every RFC section that rfc-notes.md lists as offered is cited by code', () => {
    const used = new Set(rfcs.map(({ target }) => target));
    expect(listed.filter(({ section, isOffered }) => isOffered && !used.has(section))).toEqual([]);
    expect(listed.length).toBeGreaterThan(50);
  });
});
