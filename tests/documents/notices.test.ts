import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mailedNoticeKinds, noticeKinds, shownNoticeKinds, type NoticeKind } from '../../packages/wire/src/index.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface NoticeTexts {
  readonly [part: string]: string;
}
interface ServerTexts {
  readonly notice: Readonly<Record<string, NoticeTexts>>;
}
interface ConsoleTexts {
  readonly me: { readonly kind: Readonly<Record<string, string>> };
}

const kinds = Object.keys(noticeKinds) as NoticeKind[];

test('docs/spec/notices.md names every kind of notice, its readers, and whether it is mailed', () => {
  const rows = [...read('docs/spec/notices.md').matchAll(/^\| `(\w+)` \| (\w+) \| (\w+) \|/gm)];
  const documented = rows.map(([, kind = '', to, letter]) => [kind, { to, letter }]);
  const expected = kinds.map((kind) => [kind, { to: noticeKinds[kind].to, letter: noticeKinds[kind].letter }]);
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(expected));
});

describe.each(['ru', 'en'])('texts of notices (%s)', (language) => {
  const { notice } = JSON.parse(read(`apps/server/src/pages/locales/${language}/accounts.json`)) as ServerTexts;

  test('every kind of notice has a text, and every notice switch a name', () => {
    expect(Object.keys(notice).toSorted()).toEqual(kinds.flatMap(shownNoticeKinds).toSorted());
    const { me } = JSON.parse(read(`apps/console/src/locales/${language}/accounts.json`)) as ConsoleTexts;
    expect(Object.keys(me.kind).toSorted()).toEqual([...mailedNoticeKinds].toSorted());
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
