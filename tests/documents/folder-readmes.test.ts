import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

const sources = ['packages/wire', 'packages/rules', 'packages/flows', 'packages/store', 'apps/server'];

const folders = sources.flatMap((source) =>
  readdirSync(join(root, source, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'testing')
    .map((entry) => `${source}/src/${entry.name}`),
);
folders.push('tests/conformance');

/** The lines of a folder's README under its heading, which is the folder's name. */
function opening(folder: string): readonly string[] {
  const file = join(root, folder, 'README.md');
  if (!existsSync(file)) return [];
  const [heading, ...lines] = readFileSync(file, 'utf8').split('\n');
  return heading === `# ${folder.split('/').at(-1)}` ? lines.filter((line) => line !== '') : [];
}

test.each(folders)(
  'the README section of %s says in six lines at most what the folder owns and what it does not',
  (folder) => {
    const lines = opening(folder);
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(lines.length).toBeLessThanOrEqual(6);
    expect(lines.filter((line) => line.startsWith('Not here: '))).toHaveLength(1);
  },
);

test('every file and folder that a README names exists', () => {
  const missing = folders.flatMap((folder) =>
    [
      ...opening(folder)
        .join('\n')
        .matchAll(/`((?:packages|apps)\/[\w./-]+|[\w-]+\.ts)`/g),
    ]
      .map(([, named = '']) => named)
      .filter(
        (named) => ![root, join(root, folder), join(root, folder, '..')].some((at) => existsSync(join(at, named))),
      )
      .map((named) => `${folder}: ${named}`),
  );
  expect(missing).toEqual([]);
});
