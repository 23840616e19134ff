import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { consoleTexts } from '@pristan/locales/console';
import { pageTexts } from '@pristan/locales/pages';
import { languages, mailedNoticeKinds, noticeKinds, shownNoticeKinds, type NoticeKind } from '@pristan/wire';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface NoticeTexts {
  readonly [part: string]: string;
}
const kinds = Object.keys(noticeKinds) as NoticeKind[];

test('docs/spec/notices.md names every kind of notice, its readers, and whether it is mailed', () => {
  const rows = [...read('docs/spec/notices.md').matchAll(/^\| `(\w+)` \| (\w+) \| (\w+) \|/gm)];
  const documented = rows.map(([, kind = '', to, letter]) => [kind, { to, letter }]);
  const expected = kinds.map((kind) => [kind, { to: noticeKinds[kind].to, letter: noticeKinds[kind].letter }]);
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(expected));
});

describe.each(languages)('texts of notices (%s)', (language) => {
  const notice: Readonly<Record<string, NoticeTexts>> = pageTexts[language].notices;

  test('every kind of notice has a text, and every notice switch a name', async () => {
    expect(Object.keys(notice).toSorted()).toEqual(kinds.flatMap(shownNoticeKinds).toSorted());
    const { notices } = await consoleTexts[language]();
    expect(Object.keys(notices).toSorted()).toEqual([...mailedNoticeKinds].toSorted());
  });

  test('every gap in the text of a notice is a fact of its kind, its count, or the name of account or inviter', () => {
    for (const kind of kinds) {
      const filled = ['account', ...(kind === 'invited' ? ['inviter'] : [])];
      for (const [fact, type] of Object.entries(noticeKinds[kind].facts))
        filled.push(type === 'count' ? 'count' : fact);
      const texts = shownNoticeKinds(kind).flatMap((shown) => Object.values(notice[shown] ?? {}));
      const gaps = texts.flatMap((text) => [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, gap]) => gap));
      expect(
        gaps.filter((gap) => !filled.includes(gap ?? '')),
        kind,
      ).toEqual([]);
    }
  });
});
