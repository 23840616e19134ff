import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';

const tools = new URL('../../tools/', import.meta.url);

/** Lines that are neither blank nor part of a comment that stands on lines of its own. */
function codeLines(text: string): number {
  const lines = text.replaceAll(/^\s*\/\*[^]*?\*\/\s*$/gm, '').split('\n');
  return lines.filter((line) => line.trim() !== '' && !/^\s*\/\//.test(line)).length;
}

test('tools/ holds 600 lines of code at most: npm, tsc and the linters do the rest', () => {
  const files = ['', 'mutants/']
    .flatMap((folder) => readdirSync(new URL(folder, tools)).map((name) => folder + name))
    .filter((name) => /\.(mjs|cjs|m?ts)$/.test(name));
  const sizes = files.map((name) => codeLines(readFileSync(new URL(name, tools), 'utf8')));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(600);
});

test('code is counted without comments and blank lines', () => {
  expect(codeLines('/** A. */\nconst a = 1; // one\n\n/*\n * B.\n */\n  // c\nconst b = [\n  2,\n];\n')).toBe(4);
});
