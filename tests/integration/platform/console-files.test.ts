import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { builtFolder } from '../../../apps/server/src/http/assets.ts';

const folder = join(builtFolder(), 'console', 'assets');
const built = (ending: string): string =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
/** Classes of the interface library, in the order of their first use in its style sheet. */
const classesIn = (text: string): readonly string[] => [...new Set(text.match(/\bm_[0-9a-f]{6,8}\b/g) ?? [])];

const library = createRequire(join(builtFolder(), '../../console/package.json')).resolve('@mantine/core/styles.css');
const styled = classesIn(readFileSync(library, 'utf8'));

test('the console’s style sheet has exactly the library rules that its scripts use', () => {
  const named = new Set(classesIn(built('.js')));
  const used = styled.filter((one) => named.has(one));
  expect(used.length).toBeGreaterThan(50);
  expect(classesIn(built('.css')).toSorted()).toEqual(used.toSorted());
});

test('the interface library’s rules keep their order, so that later ones take precedence', () => {
  const order = classesIn(built('.css'));
  expect(order).toEqual(styled.filter((one) => order.includes(one)));
});

test('the console’s scripts hold no schemas, only paths and methods of the endpoints', () => {
  const scripts = built('.js');
  expect(scripts).toContain('PATCH /accounts/:account_id/members/:user_id');
  expect(scripts).not.toContain('ZodError');
  expect(scripts).not.toContain('List the members of an account');
});
