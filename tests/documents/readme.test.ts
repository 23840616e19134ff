import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const lines = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');

test('the README has 120 lines at most, and its first command stands among the first 12', () => {
  expect(lines.length).toBeLessThanOrEqual(120);
  expect(lines.slice(0, 12).some((line) => /^(\s{4}|\$ )?(npm|npx|git clone) /.test(line))).toBe(true);
});
