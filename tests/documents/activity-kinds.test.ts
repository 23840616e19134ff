import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { activityList } from '../../packages/wire/src/api/index.ts';

const root = join(import.meta.dirname, '../..');
const kinds = activityList.shape.entries.element.shape.kind.options;

interface Words {
  readonly activity: { readonly kind: Readonly<Record<string, string>> };
}

// That every change which is recorded is one of these kinds, the compiler holds: the API's answer is made of them.
test.each(['ru', 'en'])(
  'everything that the log keeps has its words in the console, and nothing else (%s)',
  (language) => {
    const { activity } = JSON.parse(
      readFileSync(join(root, `apps/console/src/locales/${language}/accounts.json`), 'utf8'),
    ) as Words;
    expect(Object.keys(activity.kind).toSorted()).toEqual(kinds.toSorted());
    expect(new Set(Object.values(activity.kind)).size).toBe(kinds.length);
  },
);
