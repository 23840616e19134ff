import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { integrationFieldNames } from '../../packages/wire/src/index.ts';

test('docs/spec/dialect.md has the rule of every field of an integration, and of no other', () => {
  const spec = readFileSync(new URL('../../docs/spec/dialect.md', import.meta.url), 'utf8');
  const [section = ''] = spec.slice(spec.indexOf('## Integration fields')).split('\n## ', 2);
  const named = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name = '']) => name);
  // The platform generates the first two.
  expect(new Set(named)).toEqual(new Set(['client_id', 'client_secret', ...integrationFieldNames]));
});
