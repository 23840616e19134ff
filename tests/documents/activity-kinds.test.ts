import { consoleTexts } from '@pristan/locales/console';
import { expect, test } from 'vitest';
import { activityList } from '../../packages/wire/src/api/index.ts';

const kinds = activityList.shape.entries.element.shape.kind.options;

// The compiler ensures that every recorded change is one of these kinds: the API's answer is built from them.
test.each(Object.entries(consoleTexts))(
  'the console has a text in %s for every kind of activity, and for no other',
  async (_, load) => {
    const { kind } = (await load()).accounts.activity;
    expect(Object.keys(kind).toSorted()).toEqual(kinds.toSorted());
    expect(new Set(Object.values(kind)).size).toBe(kinds.length);
  },
);
