import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noticeKinds } from '../../packages/rules/src/index.ts';
import { mailedNoticeKinds } from '../../packages/wire/src/index.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface ServerTexts {
  readonly notice: Readonly<Record<string, { readonly title?: string } | string>>;
}
interface ConsoleTexts {
  readonly me: { readonly kind: Readonly<Record<string, string>> };
}

test('docs/spec/notices.md names every kind of notice, its readers, and whether it is mailed', () => {
  const rows = [...read('docs/spec/notices.md').matchAll(/^\| `(\w+)` \| (\w+) \| (\w+) \|/gm)];
  const documented = rows.map(([, kind = '', to, letter]) => [kind, { to, letter }]);
  expect(Object.fromEntries(documented)).toEqual(noticeKinds);
});

test.each(['ru', 'en'])('every kind of notice has a text, and every notice switch a name (%s)', (language) => {
  const { notice } = JSON.parse(read(`apps/server/src/pages/locales/${language}/accounts.json`)) as ServerTexts;
  const { operator: _name, ...told } = notice;
  // The kind `refresh_reused` is shown under another name, and one kind has a second text for when the person has
  // joined.
  const expected = Object.keys(noticeKinds).map((kind) => (kind === 'refresh_reused' ? 'token_reused' : kind));
  expect(Object.keys(told).toSorted()).toEqual([...expected, 'admin_requested_joined'].toSorted());
  const { me } = JSON.parse(read(`apps/console/src/locales/${language}/accounts.json`)) as ConsoleTexts;
  expect(Object.keys(me.kind).toSorted()).toEqual([...mailedNoticeKinds].toSorted());
});
