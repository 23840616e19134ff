import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { delegations } from '../../packages/rules/src/index.ts';

test('ARCHITECTURE.md lists every kind of delegated power, and no other', () => {
  const text = readFileSync(join(import.meta.dirname, '../../ARCHITECTURE.md'), 'utf8');
  const [, section = ''] = text.split('\n## Power that is used later\n');
  const rows = section.slice(0, section.indexOf('\n## ')).matchAll(/^\| `(\w+)` \|/gm);
  expect([...rows].map(([, kind]) => kind)).toEqual(Object.keys(delegations));
});
