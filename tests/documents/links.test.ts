import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf, withoutCode } from './anchors.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Files of the repository that people write, without what is installed, built or recorded. */
function written(folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (/^(?:node_modules|dist|coverage|record|\..*)$/.test(entry.name)) return [];
    return entry.isDirectory() ? written(path) : [path];
  });
}

const files = written();
const documents = files.filter((path) => path.endsWith('.md'));
const sources = files.filter((path) => /\.(?:tsx?|m[jt]s|cjs|js|json|sql|css|html)$/.test(path));

/** A reference of a file to a document or another file, as a path from the root. */
interface Reference {
  readonly path: string;
  readonly anchor: string | undefined;
}

/** The links of a document, without those to other sites and those in code. */
function linksIn(document: string, text: string): readonly Reference[] {
  const prose = withoutCode(text).replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [, path = '', anchor] = /^([^#]*)(?:#(.*))?$/.exec(target) ?? [];
    return [{ path: path === '' ? document : normalize(join(dirname(document), path)), anchor }];
  });
}

/** Documents that a source names, by their path from the root. */
function namedIn(text: string): readonly Reference[] {
  const names = text.matchAll(/(?<![\w./-])((?:docs\/[\w/.-]+|[A-Z]{4,})\.md)(?:#([\w-]+))?/g);
  return [...names].map(([, path = '', anchor]) => ({ path, anchor }));
}

const anchors = new Map<string, ReadonlySet<string>>();

/** Whether what is referred to is there: the file, and in it the heading of the anchor. */
function leadsSomewhere({ path, anchor }: Reference): boolean {
  if (!existsSync(join(root, path))) return false;
  if (anchor === undefined) return true;
  if (!path.endsWith('.md')) return false;
  const known = anchors.get(path) ?? anchorsOf(read(path));
  anchors.set(path, known);
  return known.has(anchor);
}

describe('references to documents', () => {
  test('every link of a document leads to a file that exists, and to a heading in it', () => {
    const references = documents.flatMap((from) => linksIn(from, read(from)).map((to) => ({ from, ...to })));
    expect(references.filter((reference) => !leadsSomewhere(reference))).toEqual([]);
    expect(references.length).toBeGreaterThan(150);
    expect(references.filter(({ path, anchor }) => path === 'docs/spec/dialect.md' && anchor).length).toBeGreaterThan(
      60,
    );
  });

  test('every document that code names exists, and has the heading that is named', () => {
    const references = sources
      .filter((path) => path !== 'tests/documents/links.test.ts')
      .flatMap((from) => namedIn(read(from)).map((to) => ({ from, ...to })));
    expect(references.filter((reference) => !leadsSomewhere(reference))).toEqual([]);
    expect(references.filter(({ anchor }) => anchor !== undefined).length).toBeGreaterThan(150);
  });
});

describe('faults', () => {
  const faultsIn = (text: string) => linksIn('docs/guides/planted.md', text).filter((link) => !leadsSomewhere(link));

  test.each([
    ['a heading that is gone', '[x](../spec/dialect.md#no-such-part)', 'docs/spec/dialect.md', 'no-such-part'],
    ['a document that is gone', '[x](../spec/gone.md)', 'docs/spec/gone.md', undefined],
    ['a heading of a folder', '[x](../spec#codes)', 'docs/spec', 'codes'],
    ['a picture that is gone', '![x](images/gone.png)', 'docs/guides/images/gone.png', undefined],
  ])('a link to %s is reported', (_what, text, path, anchor) => {
    expect(faultsIn(text)).toEqual([{ path, anchor }]);
  });

  test('links to a heading, a file, a folder and another site are in order, and code has no links', () => {
    const text = [
      '[a](../spec/dialect.md#codes) [b](../spec/dialect.md) [c](../spec/) [d](https://example.test/#x)',
      '`[e](gone.md)`',
      '```md',
      '[f](gone.md)',
      '```',
    ].join('\n');
    expect(faultsIn(text)).toEqual([]);
    expect(linksIn('docs/guides/planted.md', text)).toHaveLength(3);
  });

  test.each([
    ['/** X. @see docs/spec/dialect.md#no-such-part */', 'docs/spec/dialect.md', 'no-such-part'],
    ["const text = 'see docs/guides/gone.md';", 'docs/guides/gone.md', undefined],
    ['// As ARCHITECTURE.md#no-such-part says.', 'ARCHITECTURE.md', 'no-such-part'],
  ])('a source with %s is reported', (code, path, anchor) => {
    expect(namedIn(code).filter((named) => !leadsSomewhere(named))).toEqual([{ path, anchor }]);
  });

  test('a heading that repeats has a number in its anchor, and a heading in a code block has none', () => {
    const text = '# `POST /a`\n## Codes\n```\n# not one\n```\n## Codes\n### Коды, §1.2\n';
    expect([...anchorsOf(text)]).toEqual(['post-a', 'codes', 'codes-1', 'коды-12']);
  });
});
