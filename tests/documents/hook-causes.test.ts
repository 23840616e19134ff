import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hookSenders } from '../../apps/server/src/hooks/senders.ts';
import { hookCauses, hookPolicies } from '../../packages/rules/src/index.ts';
import { testDelivery } from '../../packages/wire/src/api/index.ts';

const kinds = Object.keys(hookCauses).toSorted();

test('every kind of hook carries a state of what caused it', () => {
  expect(Object.keys(hookPolicies).toSorted()).toEqual(kinds);
  expect(Object.keys(hookSenders).toSorted()).toEqual(kinds);
  expect([...testDelivery.shape.hook.options].toSorted()).toEqual(kinds);
  for (const { carries } of Object.values(hookCauses)) expect(carries.length).toBeGreaterThan(0);
});

test('ARCHITECTURE.md lists every kind of hook with the state it carries, and no other', () => {
  const text = readFileSync(join(import.meta.dirname, '../../ARCHITECTURE.md'), 'utf8');
  const [, section = ''] = text.split('\n## Hooks and the state they belong to\n');
  const rows = section.slice(0, section.indexOf('\n## ')).matchAll(/^\| `(\w+)` \| ([^|]*) \|/gm);
  expect(
    [...rows].map(([, hook, state = '']) => [hook, [...state.matchAll(/`(\w+)`/g)].map(([, name]) => name)]),
  ).toEqual(Object.entries(hookCauses).map(([hook, { carries }]) => [hook, carries]));
});
