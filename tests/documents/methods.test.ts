import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageTexts } from '@pristan/locales/pages';
import { expect, test } from 'vitest';
import { methods, scopes } from '../../packages/rules/src/index.ts';

const dialect = readFileSync(join(import.meta.dirname, '../../docs/spec/dialect.md'), 'utf8');

/** The rows of the first table under a heading of docs/spec/dialect.md, without the table's head. */
function rowsUnder(heading: string): readonly string[][] {
  const [, section = ''] = dialect.split(`\n## ${heading}\n`);
  return section
    .slice(0, section.indexOf('\n## '))
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
}

test('the table of methods in docs/spec/dialect.md equals the server’s', () => {
  const right = { any: 'any grant', admin: 'an admin', 'admin in person': "an admin's grant, in person" };
  const external = { all: 'yes', 'not external': 'no: 403' };
  expect(rowsUnder('Methods')).toEqual(
    Object.values(methods).map((rule) => [
      `\`${rule.served.replaceAll(/:(\w+)/g, '{$1}')}\``,
      rule.credential,
      rule.scope === 'none' ? 'none' : `\`${rule.scope}\``,
      right[rule.right],
      external[rule.kinds],
      rule.grant,
    ]),
  );
});

test('the table of scopes in docs/spec/dialect.md equals the scopes that a grant can have', () => {
  const askedBy = { platform: 'methods of the platform', 'host product': "the host product's resource servers" };
  expect(rowsUnder('Scopes').map(([name, , asked, external]) => [name, asked, external])).toEqual(
    Object.entries(scopes).map(([name, rule]) => [`\`${name}\``, askedBy[rule.askedBy], rule.external ? 'yes' : 'no']),
  );
});

test.each(Object.entries(pageTexts))(
  'the consent page and the console have a text for every scope, and for no other (%s)',
  (_, { authorize, terms }) => {
    for (const { scope } of [authorize, terms])
      expect(Object.keys(scope).toSorted()).toEqual(Object.keys(scopes).toSorted());
  },
);
