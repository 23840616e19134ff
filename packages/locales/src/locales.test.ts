import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { generate, generatedFiles, strayFiles } from '../generate.mjs';
import { textProblems } from './testing/text-problems.ts';

const packages = join(import.meta.dirname, '../..');
const locales = join(packages, 'locales');
const removed: string[] = [];

afterEach(() => removed.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** A folder of packages with a copy of three languages; Spanish has the button's texts only. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pristan-locales-'));
  removed.push(folder);
  for (const code of ['ru', 'en']) cpSync(join(locales, code), join(folder, 'locales', code), { recursive: true });
  for (const name of ['button.json', 'language.json'])
    cpSync(join(locales, 'es', name), join(folder, 'locales/es', name));
  return folder;
}

function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
}

test('the lists and imports of languages are those of the folders; `npm run languages` writes them', () => {
  for (const [path, text] of generatedFiles(packages)) expect(readFileSync(path, 'utf8'), path).toBe(text);
  expect(strayFiles(packages)).toEqual([]);
});

test('every language of the platform has all texts of English, with the same gaps and all its plural forms', () => {
  expect(textProblems(locales)).toEqual([]);
});

test.each<[fault: string, file: string, change: (text: string) => string]>([
  ['ru/pages/frame.json: skip is missing', 'ru/pages/frame.json', (text) => text.replace(/ *"skip": .*\n/, '')],
  [
    'ru/terms.json: answered has no gaps instead of {{status}}',
    'ru/terms.json',
    (text) => text.replace('{{status}}', ''),
  ],
  [
    'ru/checks.json: findings.differs has {expected} instead of {expected} {found}',
    'ru/checks.json',
    (text) => text.replace(/("differs": .*)\{found\}/, '$1'),
  ],
  [
    'ru/pages/frame.json: wait.minutes_few is missing',
    'ru/pages/frame.json',
    (text) => text.replace(/ *"minutes_few": .*\n/, ''),
  ],
  [
    'ru/problems.json: problems.busy.title is not in en',
    'en/problems.json',
    (text) => text.replace(/("busy": \{\s*)"title": .*\n/, '$1'),
  ],
])('%s: a fault in a language’s texts is told with its file and key', (fault, file, change) => {
  const folder = join(copy(), 'locales');
  edit(join(folder, file), change);
  expect(textProblems(folder)).toEqual([fault]);
});

test('a language that lacks a whole file is told so', () => {
  const folder = join(copy(), 'locales');
  rmSync(join(folder, 'ru/console/docs.json'));
  expect(textProblems(folder)).toEqual(['ru/console/docs.json is missing']);
});

test('a folder with the button’s texts only is a language of the button, and of nothing else', () => {
  const folder = copy();
  generate(folder);
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  expect(read('locales/src/generated/button.ts')).toContain('es: esButton');
  expect(read('wire/src/generated/languages.ts')).toContain("languages = ['ru', 'en'] as const");
  expect(read('locales/src/generated/pages.ts')).not.toContain('es: {');
});

test('the generated files of a language that is gone are removed', () => {
  const folder = copy();
  cpSync(join(folder, 'locales/ru'), join(folder, 'locales/xx'), { recursive: true });
  generate(folder);
  rmSync(join(folder, 'locales/xx'), { recursive: true });
  expect(strayFiles(folder)).toEqual([join(folder, 'locales/src/generated/console/xx.ts')]);
  generate(folder);
  expect(strayFiles(folder)).toEqual([]);
});
