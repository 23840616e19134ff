import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { activityList } from '../../packages/wire/src/api/index.ts';

const root = join(import.meta.dirname, '../..');
const kinds = activityList.shape.entries.element.shape.kind.options;

interface Words {
  readonly activity: { readonly kind: Readonly<Record<string, string>> };
}

// The compiler ensures that every recorded change is one of these kinds: the API's answer is built from them.
test.each(['ru', 'en'])('the console has a text in %s for every kind of activity, and for no other', (language) => {
  const { activity } = JSON.parse(
    readFileSync(join(root, `apps/console/src/locales/${language}/accounts.json`), 'utf8'),
  ) as Words;
  expect(Object.keys(activity.kind).toSorted()).toEqual(kinds.toSorted());
  expect(new Set(Object.values(activity.kind)).size).toBe(kinds.length);
});
