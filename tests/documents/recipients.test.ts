import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const store = path.resolve(import.meta.dirname, '../../packages/store/src');
const sources = readdirSync(store, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^(migrations|scale|generated)\b/.test(file))
  .map((file) => ({ file: file.split(path.sep).join('/'), text: readFileSync(path.join(store, file), 'utf8') }));

/** The one file that writes notices and mails. It is given every recipient by a rule. */
const writer = 'commit/notices.ts';

/** Why a source of the store decides by itself whom to notify; empty when it does not. */
function faultsOf({ file, text }: { readonly file: string; readonly text: string }): readonly string[] {
  const writes = /insertInto\('(notices|mails)'\)|insert into (notices|mails)\b/.test(text);
  const reads = /selectFrom|\bselect\b[^.]*?\bfrom\b/i.test(text);
  if (file === writer) return reads ? [`${file} reads: a recipient is found in the store`] : [];
  return writes ? [`${file} writes a notice or a mail: a rule makes a change of it, and ${writer} writes it`] : [];
}

test('no place in the store decides whom to notify or mail', () => {
  expect(sources.map(({ file }) => file)).toContain(writer);
  expect(sources.flatMap(faultsOf)).toEqual([]);
});

test('a planted recipient that the store finds itself is refused', () => {
  const written = 'await sql`insert into mails (id) select id from users`.execute(tx)';
  expect(faultsOf({ file: 'commit/hooks.ts', text: written })).toHaveLength(1);
  expect(faultsOf({ file: 'rows/resets.ts', text: "tx.insertInto('notices').values(row)" })).toHaveLength(1);
  expect(faultsOf({ file: writer, text: "tx.selectFrom('memberships').select('user_id')" })).toHaveLength(1);
  expect(faultsOf({ file: writer, text: written })).toHaveLength(1);
});
